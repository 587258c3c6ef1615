package io.medseg.inspection;

import java.io.Serializable;
import java.util.List;

/** What a look at one scan gave. A value that travels. */
public record InspectedScan(ScanFacts facts, List<Finding> findings) implements Serializable {
  /** Copies the list. */
  public InspectedScan {
    findings = List.copyOf(findings);
  }
}
