package io.medseg.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.dataset.DatasetScans;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Predictions scan by scan. */
class InferenceTest {
  private static final Object[] SLICES = {"IMG_SIZE", List.of(4, 5, 1), "SEED", 5};

  private final CountedScans scans =
      new CountedScans(
          TestScans.random("s2", 4, 5, 3, 3, 2),
          TestScans.random("s3", 4, 5, 2, 3, 3),
          TestScans.random("s1", 4, 5, 2, 3, 1));

  private static BatchSequence build(CountedScans scans, Object... entries) {
    return build(TestScans.experiment(Parity.NONE, entries), scans);
  }

  /** Shuffled and dropping on purpose: inference does neither. */
  private static BatchSequence build(Experiment experiment, CountedScans scans) {
    return DataLoaders.build(
        experiment,
        scans.collection(),
        2,
        BatchForm.TRAINING,
        BatchSettings.Arrangement.SHUFFLED,
        BatchSettings.LastBatch.DROP);
  }

  /** Each class is the first channel of x times 1, 2, ... */
  private static Tensor multiples(Tensor x, int classes) {
    int[] lengths = x.shape().toArray();
    int channels = lengths[lengths.length - 1];
    lengths[lengths.length - 1] = classes;
    Tensor y = Tensor.zeros(Shape.of(lengths));
    for (int i = 0; i < y.data().length; i++) {
      y.data()[i] = x.data()[i / classes * channels] * (i % classes + 1);
    }
    return y;
  }

  private static void assertPredicted(InferredScan inferred, ScanData scan, int classes) {
    Shape shape = scan.image().shape();
    assertThat(inferred.inputs().x()).isSameAs(scan.image());
    Tensor pred = inferred.outputs().yPred();
    assertThat(pred.shape()).isEqualTo(shape.append(classes));
    int i = 0;
    for (int h = 0; h < shape.get(0); h++) {
      for (int w = 0; w < shape.get(1); w++) {
        for (int d = 0; d < shape.get(2); d++) {
          for (int c = 0; c < classes; c++) {
            assertThat(pred.data()[i++]).isEqualTo(scan.image().get(h, w, d) * (c + 1));
          }
        }
      }
    }
  }

  @Test
  void givesScansInTheOrderOfTheirIds() {
    List<String> ids = new ArrayList<>();
    List<Integer> batches = new ArrayList<>();
    try (BatchSequence sequence = build(scans, SLICES)) {
      Iterator<InferredScan> all =
          sequence.inference(
              x -> {
                batches.add(x.shape().get(0));
                return multiples(x, 2);
              });
      while (all.hasNext()) {
        InferredScan inferred = all.next();
        ids.add(inferred.inputs().scanId());
        ScanData scan = scans.get(inferred.inputs().scanId());
        assertPredicted(inferred, scan, 2);
        assertThat(inferred.outputs().yTrue())
            .isEqualTo(scan.masks().collate(List.of(new int[] {0}, new int[] {1, 2})));
        assertThat(inferred.outputs().timeElapsed()).isPositive();
      }
      assertThatThrownBy(all::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(ids).containsExactly("s1", "s2", "s3");
    assertThat(batches).containsExactly(2, 2, 1, 2);
    assertThat(scans.read).containsExactlyInAnyOrder("s1", "s2", "s3");
  }

  @Test
  void readsNothingBeforeItIsAsked() {
    try (BatchSequence sequence = build(scans, SLICES)) {
      sequence.inference(x -> multiples(x, 2));
      assertThat(scans.opened).hasValue(0);
    }
  }

  @Test
  void putsTheBackgroundFirst() {
    try (BatchSequence sequence =
        build(scans, "IMG_SIZE", List.of(4, 5, 1), "INCLUDE_BACKGROUND", true)) {
      InferredScan inferred = sequence.inference(x -> multiples(x, 3)).next();
      MaskVolume classes =
          scans.get("s1").masks().collate(List.of(new int[] {0}, new int[] {1, 2}));
      assertThat(inferred.outputs().yTrue()).isEqualTo(classes.withBackground());
      assertPredicted(inferred, scans.get("s1"), 3);
    }
  }

  @Test
  void blendsPatchesThatCoverEveryVoxel() {
    try (BatchSequence sequence =
        build(scans, "TAG", "PatchDataLoader", "IMG_SIZE", List.of(3, 3, 2, 1))) {
      InferredScan inferred = sequence.inference(x -> Tensor.zeros(withClasses(x, 2))).next();
      assertThat(inferred.outputs().yPred().shape()).isEqualTo(Shape.of(4, 5, 2, 2));
    }
  }

  private static Shape withClasses(Tensor x, int classes) {
    int[] lengths = x.shape().toArray();
    lengths[lengths.length - 1] = classes;
    return Shape.of(lengths);
  }

  @Test
  void hasNoTruthInWhatNoWindowCovers() {
    Experiment parity =
        TestScans.experiment(
            Parity.MEDSEGPY,
            "TAG",
            "PatchDataLoader",
            "IMG_SIZE",
            List.of(4, 3, 2, 1),
            "IMG_STRIDE",
            List.of(4, 3, 2));
    try (BatchSequence sequence = build(parity, scans)) {
      InferredScan inferred = sequence.inference(x -> multiples(x, 2)).next();
      MaskVolume truth = inferred.outputs().yTrue();
      int covered = 0;
      for (int h = 0; h < 4; h++) {
        for (int w = 0; w < 5; w++) {
          boolean isCovered = w < 3;
          boolean expected = isCovered && scans.get("s1").masks().get(h, w, 0, 0);
          assertThat(truth.get(h, w, 0, 0)).isEqualTo(expected);
          covered += expected ? 1 : 0;
        }
      }
      assertThat(covered).isPositive();
    }
  }

  @Test
  void hasNoTruthWithoutMasks() {
    CountedScans unlabelled = new CountedScans(TestScans.withoutMasks(scans.get("s1")));
    try (BatchSequence sequence = build(unlabelled, SLICES)) {
      InferredScan inferred = sequence.inference(x -> multiples(x, 2)).next();
      assertThat(inferred.outputs().yTrue()).isNull();
      assertPredicted(inferred, scans.get("s1"), 2);
    }
  }

  @Test
  void hasNoTruthWhereTheLoaderDoesNotLookAtMasks() {
    CountedScans tea = new CountedScans(TestScans.normalized(scans.get("s1")));
    try (BatchSequence sequence =
        build(tea, "TAG", "qDESSImageDataLoader", "IMG_SIZE", List.of(4, 5, 1))) {
      InferredScan inferred = sequence.inference(x -> Tensor.zeros(withClasses(x, 2))).next();
      assertThat(inferred.outputs().yTrue()).isNull();
    }
  }

  @Test
  void goesOnBehindAScanThatFails() {
    CountedScans scans =
        new CountedScans(
            IntStream.rangeClosed(1, 4)
                .mapToObj(i -> TestScans.random("s" + i, 4, 5, 2, 3, i))
                .toArray(ScanData[]::new));
    scans.broken.add("s1");
    try (BatchSequence sequence = build(scans, SLICES)) {
      Iterator<InferredScan> all =
          sequence.inference(
              x -> {
                if (x.data()[0] == scans.get("s2").image().get(0, 0, 0)) {
                  throw new IllegalArgumentException("too bright");
                }
                if (x.data()[0] == scans.get("s3").image().get(0, 0, 0)) {
                  throw new UnsatisfiedLinkError("no engine");
                }
                return multiples(x, 2);
              });
      assertThatThrownBy(all::next)
          .isInstanceOf(InputException.class)
          .hasMessage("Cannot read scan s1: it is broken");
      assertThatThrownBy(all::next)
          .isInstanceOf(InputException.class)
          .hasMessage(
              "Cannot predict scan s2 (s2.h5): java.lang.IllegalArgumentException: too bright");
      assertThatThrownBy(all::next)
          .isInstanceOf(InputException.class)
          .hasMessage("Cannot predict scan s3 (s3.h5): java.lang.UnsatisfiedLinkError: no engine");
      assertThat(all.next().inputs().scanId()).isEqualTo("s4");
      assertThat(all.hasNext()).isFalse();
    }
  }

  @Test
  void namesTheScanWhoseChannelsAreMissing() {
    try (BatchSequence sequence =
        build(scans, "IMG_SIZE", List.of(4, 5, 1), "CATEGORIES", List.of(0, 7))) {
      Iterator<InferredScan> all = sequence.inference(x -> multiples(x, 2));
      assertThatThrownBy(all::next)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("channel 7")
          .hasMessageContaining("s1");
    }
  }

  /** (10): in the reference an abandoned inference leaves the loader with one scan. */
  @Test
  void mayBeAbandonedAmongBatches() {
    try (BatchSequence sequence = build(scans, SLICES);
        BatchSequence other = build(scans, SLICES)) {
      Iterator<InferredScan> first = sequence.inference(x -> multiples(x, 2));
      first.next();
      assertThat(sequence.elements()).isEqualTo(7);
      for (int i = 0; i < sequence.length(); i++) {
        assertThat(sequence.batch(i).x().data()).isEqualTo(other.batch(i).x().data());
      }
      assertThat(first.next().inputs().scanId()).isEqualTo("s2");
    }
  }

  @Test
  void tellsWhatIsKnownOfAScan() {
    Scan plain = scans.get("s1").scan();
    Scan scan =
        new Scan(
            "s1",
            "subject 7",
            plain.source(),
            1,
            Map.of("scan_spacing", List.of(1, 2, 3), "scan_side", "left"));
    CountedScans known =
        new CountedScans(
            new ScanData(scan, scans.get("s1").image(), null), scans.get("s2"), scans.get("s3"));
    try (BatchSequence sequence =
        DataLoaders.build(
            TestScans.experiment(Parity.NONE, SLICES),
            known.collection(
                List.of(new DatasetScans(CountedScans.dataset("knees"), known.list()))),
            2,
            BatchForm.TESTING,
            BatchSettings.Arrangement.ASCENDING,
            BatchSettings.LastBatch.KEEP)) {
      Iterator<InferredScan> all = sequence.inference(x -> multiples(x, 2));
      InferredScan.Inputs own = all.next().inputs();
      assertThat(own.subjectId()).isEqualTo("subject 7");
      assertThat(own.attributes())
          .isEqualTo(Map.of("scan_spacing", List.of(1.0, 2.0, 3.0), "scan_side", "left"));
      InferredScan.Inputs ofDataset = all.next().inputs();
      assertThat(ofDataset.subjectId()).isNull();
      assertThat(ofDataset.attributes()).isEqualTo(Map.of("scan_spacing", List.of(0.5, 0.5, 1.5)));
    }
  }

  @Test
  void endsWithItsSequence() {
    BatchSequence sequence = build(scans, SLICES);
    Iterator<InferredScan> all = sequence.inference(x -> multiples(x, 2));
    all.next();
    sequence.close();
    assertThatThrownBy(all::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Closed: no scan is read any more");
    assertThat(scans.closed).hasValue(scans.opened.get());
  }
}
