package io.medseg.ledger;

import io.medseg.evaluation.ScanScores;
import java.io.Serializable;
import java.util.List;

/**
 * A finished scan.
 *
 * @param scanId which one
 * @param input fingerprint of its files
 * @param key what else the result depends on
 * @param elements number of its elements
 * @param scores its scores
 * @param files what was written for it
 */
public record LedgerEntry(
    String scanId,
    String input,
    RunKey key,
    int elements,
    ScanScores scores,
    List<WrittenFile> files)
    implements Serializable {
  /** Copies the list. */
  public LedgerEntry {
    files = List.copyOf(files);
  }

  /** Whether it still holds for a scan with this input, evaluated in this way. */
  boolean holdsFor(String currentInput, RunKey currentKey) {
    return input.equals(currentInput) && key.equals(currentKey);
  }
}
