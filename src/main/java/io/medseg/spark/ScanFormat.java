package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanName;
import io.medseg.dataset.ScanSource;
import io.medseg.hdf5.ScanFileWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** Layouts that whole scans are written in. */
public enum ScanFormat {
  /** A pair of files for each slice: MedSegPy's 2D. */
  H5_SLICES("h5-slices", "slices") {
    @Override
    List<Path> write(Path folder, ScanData scan, ScanFileWriter writer) {
      return writer.writeSlices(folder, scan.scan().scanId(), scan.image(), scan.masks());
    }
  },
  /** A file for each scan: MedSegPy's 3D. */
  H5_VOLUMES("h5-volumes", "volumes") {
    @Override
    List<Path> write(Path folder, ScanData scan, ScanFileWriter writer) {
      return writer.writeVolume(folder, scan.scan().scanId(), scan.image(), scan.masks());
    }
  };

  private final String text;
  private final String layout;

  ScanFormat(String text, String layout) {
    this.text = text;
    this.layout = layout;
  }

  /** Stands for the layout that scans are not in yet. */
  public static final String OTHER = "h5";

  /** What options may name. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of(OTHER));
    Arrays.stream(values()).forEach(format -> names.add(format.text));
    return names;
  }

  /**
   * The format that a name stands for.
   *
   * @param layouts of the datasets that are written: slices become volumes, all others slices
   * @throws InputException if {@link #OTHER} would be both
   */
  public static ScanFormat named(String name, Set<String> layouts) {
    if (!name.equals(OTHER)) {
      return Arrays.stream(values()).filter(f -> f.text.equals(name)).findFirst().orElseThrow();
    }
    boolean hasSlices = layouts.contains(H5_SLICES.layout);
    if (hasSlices && layouts.size() > 1) {
      throw new InputException(
          "Invalid --format: %s: the datasets have layouts %s; say %s or %s"
              .formatted(OTHER, String.join(", ", layouts), H5_SLICES, H5_VOLUMES));
    }
    return hasSlices ? H5_VOLUMES : H5_SLICES;
  }

  /** Name of the layout that reads it. */
  public String layout() {
    return layout;
  }

  abstract List<Path> write(Path folder, ScanData scan, ScanFileWriter writer);

  /**
   * Refuses a scan that the layout would not find again by the names of its files, or of which it
   * has no place for all images.
   *
   * @throws InputException if its id is not of the form that is looked for, or it has contrasts
   */
  void check(Scan scan) {
    String scanId = scan.scanId();
    if (scan.source() instanceof ScanSource.Contrasts images) {
      throw new InputException(
          "Cannot write scan %s as %s: it has %d contrasts, and a scan of layout %s has one image"
              .formatted(scanId, text, 1 + images.others().size(), layout));
    }
    if (ScanName.of(scanId).filter(name -> name.scanId().equals(scanId)).isEmpty()) {
      throw new InputException(
          "Cannot write scan %s as %s: layout %s finds scans by names of the form 1000001_V00"
              .formatted(scanId, text, layout));
    }
  }

  /**
   * Refuses scans none of which can be written.
   *
   * @throws InputException telling why the first one cannot
   */
  public void checkAny(List<Scan> scans) {
    List<String> refusals = scans.stream().flatMap(scan -> refusal(scan).stream()).toList();
    if (!scans.isEmpty() && refusals.size() == scans.size()) {
      throw new InputException(
          "Cannot write any of %d scans; of the first: %s"
              .formatted(scans.size(), refusals.get(0)));
    }
  }

  private Optional<String> refusal(Scan scan) {
    try {
      check(scan);
      return Optional.empty();
    } catch (InputException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** As options name it. */
  @Override
  public String toString() {
    return text;
  }
}
