package io.medseg.export;

import java.io.IOException;
import java.io.Writer;

/** One text file of a run's results. Immutable. */
public interface Report {
  /** Name of the file inside the results, as in "metrics.csv". */
  String fileName();

  /** Writes all of it; does not close. */
  void writeTo(Writer out) throws IOException;
}
