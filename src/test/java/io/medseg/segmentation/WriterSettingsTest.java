package io.medseg.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.ledger.WrittenFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriterSettingsTest {
  /** A writer as a user would bring one. */
  public static final class MyWriter implements SegmentationWriter {
    private final WriterSettings settings;

    /** Found by name. */
    public MyWriter(WriterSettings settings) {
      this.settings = settings;
    }

    @Override
    public ProbabilityUse probabilities() {
      return settings.probs() == null ? ProbabilityUse.NONE : ProbabilityUse.WANTED;
    }

    @Override
    public List<WrittenFile> write(Segmentation segmentation, OutputFolder out) {
      return List.of(out.write("mine/" + segmentation.scanId(), stream -> {}));
    }
  }

  @Test
  void nothingSaid() {
    assertThat(WriterSettings.parse(Map.of())).isEqualTo(WriterSettings.DEFAULT);
  }

  @Test
  void everything() {
    assertThat(
            WriterSettings.parse(
                Map.of("probs", "half", "overlap", "Separate", "slices", "7", "axis", "h")))
        .isEqualTo(
            new WriterSettings(
                WriterSettings.Probs.HALF,
                WriterSettings.Overlap.SEPARATE,
                new Slices(7),
                WriterSettings.PreviewAxis.H));
    assertThat(WriterSettings.parse(Map.of("slices", "all")).slices()).isEqualTo(Slices.ALL);
    assertThat(WriterSettings.parse(Map.of("slices", "most")).slices()).isEqualTo(Slices.MOST);
  }

  @Test
  void refusals() {
    refuses("probs", "double", "Invalid --probs: double; known are none, float, half");
    refuses("overlap", "", "Invalid --overlap: ; known are priority, separate");
    refuses("axis", "x", "Invalid --axis: x; known are H, W, D");
    refuses("slices", "0", "Invalid --slices: 0: most, all, or a number from 1 on is expected");
    refuses(
        "slice",
        "1",
        "Invalid setting of writers: slice; did you mean slices?; known are probs, overlap, slices,"
            + " axis");
  }

  private static void refuses(String key, String value, String message) {
    assertThatThrownBy(() -> WriterSettings.parse(Map.of(key, value)))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void writersByName() {
    List<SegmentationWriter> writers =
        SegmentationWriters.parse(
            "pred, nifti,png,regions," + MyWriter.class.getName(), WriterSettings.DEFAULT);

    assertThat(writers)
        .extracting(writer -> (Object) writer.getClass())
        .containsExactly(
            PredWriter.class,
            NiftiWriter.class,
            PngWriter.class,
            RegionsWriter.class,
            MyWriter.class);
    assertThat(writers)
        .extracting(SegmentationWriter::probabilities)
        .containsExactly(
            ProbabilityUse.WANTED,
            ProbabilityUse.NONE,
            ProbabilityUse.NONE,
            ProbabilityUse.NONE,
            ProbabilityUse.NONE);
    assertThat(SegmentationWriters.names()).containsExactly("pred", "nifti", "png", "regions");
  }

  @Test
  void probabilitiesAsAskedFor() {
    WriterSettings none = WriterSettings.parse(Map.of("probs", "none"));
    WriterSettings half = WriterSettings.parse(Map.of("probs", "half"));

    assertThat(SegmentationWriters.parse("pred,nifti", none))
        .extracting(SegmentationWriter::probabilities)
        .containsOnly(ProbabilityUse.NONE);
    assertThat(SegmentationWriters.parse("pred,nifti", half))
        .extracting(SegmentationWriter::probabilities)
        .containsOnly(ProbabilityUse.WANTED);
  }

  @Test
  void writersThatAreNone() {
    refusesWriters(
        "pred,",
        "Invalid --write: \"pred,\": a name is missing; known are pred, nifti, png, regions");
    refusesWriters("png,png", "Invalid --write: png,png: png is given twice");
    refusesWriters(
        "dicom",
        "Invalid segmentation writer: dicom; known are pred, nifti, png, regions, or the full name"
            + " of a class given with --jars");
  }

  private static void refusesWriters(String text, String message) {
    assertThatThrownBy(() -> SegmentationWriters.parse(text, WriterSettings.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void slicesOfAVolume() {
    long[] foreground = {0, 3, 5, 5, 0, 0};

    assertThat(Slices.MOST.choose(foreground)).containsExactly(2);
    assertThat(Slices.MOST.choose(new long[5])).containsExactly(2);
    assertThat(Slices.MOST.choose(new long[] {0, 0, 0, 1})).containsExactly(3);
    assertThat(Slices.ALL.choose(foreground)).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(new Slices(2).choose(foreground)).containsExactly(1, 4);
    assertThat(new Slices(1).choose(foreground)).containsExactly(3);
    assertThat(new Slices(9).choose(foreground)).hasSize(6);
  }
}
