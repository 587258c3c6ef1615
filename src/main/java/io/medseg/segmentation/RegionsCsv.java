package io.medseg.segmentation;

import io.medseg.InputException;
import io.medseg.export.CsvLine;
import io.medseg.ledger.WrittenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The tables of {@link RegionsWriter}. */
public final class RegionsCsv {
  private static final String FOLDER = "regions";

  private RegionsCsv() {}

  static WrittenFile write(String scanId, List<RegionRow> rows, OutputFolder out) {
    StringBuilder text = new StringBuilder(header());
    rows.forEach(row -> text.append(CsvLine.of(row.fields())));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return out.write(name(scanId), stream -> stream.write(bytes));
  }

  private static String name(String scanId) {
    return FOLDER + "/" + scanId + ".csv";
  }

  private static String header() {
    return CsvLine.of(RegionRow.header());
  }

  /**
   * Writes {@code regions.csv} of a run out of the tables of its scans, which stay: a run that is
   * resumed finds those of earlier scans there.
   *
   * @param scanIds the scans that were written, in the order of the rows
   * @throws InputException if a table cannot be read or the file cannot be written
   */
  public static WrittenFile merge(Path run, List<String> scanIds, Configuration hadoop) {
    byte[] header = header().getBytes(StandardCharsets.UTF_8);
    return OutputFolder.ofRun(run, hadoop)
        .write(
            "regions.csv",
            out -> {
              out.write(header);
              for (String scanId : scanIds) {
                copyRows(new Path(run, name(scanId)), header.length, hadoop, out);
              }
            });
  }

  private static void copyRows(Path table, int from, Configuration hadoop, OutputStream out)
      throws IOException {
    try (InputStream in = table.getFileSystem(hadoop).open(table)) {
      in.skipNBytes(from);
      in.transferTo(out);
    } catch (IOException e) {
      throw new IOException("cannot read " + table + ": " + e.getMessage(), e);
    }
  }
}
