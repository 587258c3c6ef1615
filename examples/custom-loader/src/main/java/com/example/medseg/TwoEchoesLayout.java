package com.example.medseg;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.Layout;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import io.medseg.dataset.ScanSource.NormalizedVolume;
import io.medseg.dataset.SkmTeaLayout;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;

/**
 * The files of layout skm-tea, of which each scan has two contrasts: the datasets {@code echo1} and
 * {@code echo2}, each normalised by its own statistics.
 */
public final class TwoEchoesLayout implements Layout {
  @Override
  public List<Scan> scans(Dataset dataset, FileSystem files) throws IOException {
    List<Scan> scans = new SkmTeaLayout().scans(dataset, files);
    return scans.stream().map(TwoEchoesLayout::withBothEchoes).toList();
  }

  private static Scan withBothEchoes(Scan scan) {
    if (!(scan.source() instanceof NormalizedVolume file)) {
      // It was refused, since its name could do harm; a run says so.
      return scan;
    }
    ScanSource both = new ScanSource.Contrasts(echo(1, file), List.of(echo(2, file)));
    return new Scan(
        scan.scanId(), scan.subjectId(), both, scan.bytes(), scan.modified(), scan.overrides());
  }

  private static NormalizedVolume echo(int number, NormalizedVolume file) {
    String name = "echo" + number;
    return new NormalizedVolume(file.file(), name, "stats/" + name, file.masks(), file.declared());
  }
}
