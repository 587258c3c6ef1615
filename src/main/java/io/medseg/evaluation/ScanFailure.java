package io.medseg.evaluation;

import io.medseg.Secrets;
import java.io.Serializable;

/** A scan without a result: a row of failures.csv. */
public record ScanFailure(String scanId, Stage stage, String message) implements Serializable {
  /** Masks credentials. */
  public ScanFailure {
    message = Secrets.masked(message);
  }
}
