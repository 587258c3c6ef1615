package io.medseg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.InputException;
import io.medseg.dataset.Augmentations;
import io.medseg.dataset.Category;
import io.medseg.dataset.CategorySelection;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.djl.SavedModelRecipe;
import io.medseg.djl.ThreadBudget;
import io.medseg.evaluation.ClassCounts;
import io.medseg.evaluation.PredictionRange;
import io.medseg.evaluation.ScanFailure;
import io.medseg.evaluation.ScanScores;
import io.medseg.evaluation.Stage;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.Parity;
import io.medseg.inspection.ClassRule;
import io.medseg.inspection.ContrastFacts;
import io.medseg.inspection.Finding;
import io.medseg.inspection.FindingCode;
import io.medseg.inspection.ImageFacts;
import io.medseg.inspection.InspectedScan;
import io.medseg.inspection.MaskFacts;
import io.medseg.inspection.ScanFacts;
import io.medseg.inspection.StoredFacts;
import io.medseg.ledger.LedgerEntry;
import io.medseg.ledger.RunKey;
import io.medseg.ledger.WrittenFile;
import io.medseg.loader.BatchForm;
import io.medseg.loader.BatchSettings.LastBatch;
import io.medseg.loader.DefaultDataLoader;
import io.medseg.loader.Element;
import io.medseg.loader.ElementRange;
import io.medseg.loader.LoaderRecipe;
import io.medseg.loader.Purpose;
import io.medseg.loader.Seams;
import io.medseg.model.Flips;
import io.medseg.model.ModelSignature;
import io.medseg.model.ModelTrust;
import io.medseg.postprocess.ClassNames;
import io.medseg.postprocess.PostProcesses;
import io.medseg.segmentation.WriterSettings;
import io.medseg.shards.ArrayBytes;
import io.medseg.shards.ClassFrequency;
import io.medseg.shards.ElementRecord;
import io.medseg.shards.Grouping;
import io.medseg.shards.Quantiles;
import io.medseg.shards.ShardFile;
import io.medseg.shards.ShardFormat;
import io.medseg.shards.ShardLayout;
import io.medseg.shards.SubjectSplit;
import io.medseg.volume.Affine;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Orientation;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import io.medseg.volume.SparseMasks;
import io.medseg.volume.Volume;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Proves that everything that goes to executors or comes back survives Java's serialisation, which
 * is what Spark uses: what arrives equals what was sent.
 */
class TravellersTest {
  private static final ScanHeader HEADER = new ScanHeader(Shape.of(6, 5, 4), 3);

  private static final Scan SLICES =
      new Scan(
          "0000001_V00-Aug01",
          "0000001",
          new ScanSource.Slices(
              "hdfs://host/scans", "0000001_V00-Aug01", new int[] {1, 2, 3, 4}, true),
          1234,
          Map.of("scan_spacing", List.of(0.5, 0.4, 1.5)));

  private static final Scan VOLUME =
      new Scan(
          "0000002_V00",
          null,
          new ScanSource.VolumeFile("a.im.h5", null, "a.seg.h5", "masks"),
          1L << 40,
          Map.of());

  private static final Scan NORMALIZED =
      new Scan(
          "MTR_001",
          "7",
          new ScanSource.NormalizedVolume(
              "s3a://bucket/MTR_001.h5", "rms", "stats/rms", "seg", Shape.of(6, 5, 4)),
          0,
          Map.of("scan_spacing", List.of(0.3125, 0.3125, 1)));

  private static final Scan REFUSED =
      new Scan(
          "refused-0a1b2c3d",
          null,
          new ScanSource.Refused("/data/scans.h5", "its id '..' begins with a dot"),
          0,
          Map.of());

  private static final Scan CONTRASTS =
      new Scan(
          "MTR_002",
          "8",
          new ScanSource.Contrasts(
              new ScanSource.NormalizedVolume("a.h5", "echo1", "stats/echo1", "seg", null),
              List.of(new ScanSource.VolumeFile("a.h5", "echo2", null, null))),
          0,
          Map.of());

  private static final Experiment EXPERIMENT =
      Experiment.of(
          Map.of(
              "IMG_SIZE", Arrays.asList(null, 5, 1),
              "CATEGORIES", List.of(0, List.of(1, 2)),
              "PREPROCESSING", List.of("AffineNormalization"),
              "PREPROCESSING_ARGS", List.of(Map.of("scale", 2.0))),
          Parity.MEDSEGPY);

  private static final List<Category> CATEGORIES =
      List.of(
          new Category(List.of(0), "femoral cartilage", "fc", List.of(220, 20, 60)),
          new Category(List.of(1, 2), "tibial cartilage", "tc", List.of()));

  private static final Dataset DATASET =
      new Dataset(
          "knees",
          "s3a://bucket/knees",
          "slices",
          CATEGORIES,
          new Spacing(0.3125, 0.3125, 0.7),
          "SemSegEvaluator",
          Map.of("0000001_V00", Map.of("scan_num_slices", 4)),
          Augmentations.ALL,
          Map.of(),
          Orientation.parse("RAS"),
          Affine.of(Orientation.parse("RAS"), Spacing.UNIT));

  private static final SavedModelRecipe MODEL =
      new SavedModelRecipe(
          "file:/model",
          "0a1b",
          "serving_default",
          "serve",
          new ThreadBudget(4, 2),
          ModelTrust.TRUSTED);

  private static final TransformerRecipe TRANSFORMER =
      new TransformerRecipe(
          "org.example.Predictor",
          List.of(new PredictorParam("modelUrl", "file:///model")),
          new ThreadBudget(4, 2));

  private static final EvaluationRecipe RECIPE =
      new EvaluationRecipe(
          EXPERIMENT,
          DATASET,
          MODEL,
          "model",
          Flips.parse("flips=H,W"),
          PostProcesses.parse(
              "keep-largest=fc,fill-holes,min-size=3",
              new ClassNames(
                  List.of("femoral cartilage", "tibial cartilage"), List.of("fc", "tc"))),
          Delivery.SCORES);

  private static final ScanScores SCORES =
      new ScanScores(
          "0000001_V00",
          "0000001",
          List.of(new double[] {0.5, Double.NaN}, new double[] {1, Double.POSITIVE_INFINITY}),
          List.of(new ClassCounts(1, 2, 1), new ClassCounts(0, 0, 0)),
          120,
          7,
          0.25,
          3,
          new PredictionRange(-2, 1, 1, 1));

  private static final ScanFailure FAILURE =
      new ScanFailure("0000002_V00", Stage.PREDICT, "Cannot run model");

  private static final RunKey KEY = new RunKey("of the model", "of the settings");

  private static final LedgerEntry ENTRY =
      new LedgerEntry(
          "0000001_V00",
          "of the files",
          KEY,
          4,
          SCORES,
          List.of(new WrittenFile("predictions/0000001_V00.pred", 7, "00ff")));

  private static final ShardRecipe SHARDS =
      new ShardRecipe(
          EXPERIMENT,
          BatchForm.TESTING,
          ArrayBytes.Type.UINT8,
          Grouping.batches(4, LastBatch.DROP),
          ShardFormat.TFRECORD,
          ShardFormat.Compression.GZIP);

  private static final ShardTargets TARGETS =
      ShardTargets.of(
          List.of(new ShardLayout("train", 10, 4), new ShardLayout("test", 2, 4)),
          List.of(new ShardTargets.Target(0, 1), new ShardTargets.Target(1, 0)));

  private static final ElementRecord SHUFFLED =
      new ElementRecord(
          "0000001_V00",
          3,
          ArrayBytes.floats(Shape.of(1, 2), new float[] {-0f, Float.NaN}, 0),
          ArrayBytes.masks(Shape.of(1, 2), new float[] {0, 1}, 0),
          null);

  /** What goes with the shards of a preprocessing. */
  private static List<Object> travellersOfShards() {
    Quantiles.Wanted wanted = new Quantiles.Wanted(new int[][] {{1, 70}, {}});
    return List.of(
        SHARDS,
        TARGETS,
        new ShardTargets.Target(1, 2),
        new ScanPlacement(SLICES, 1, new int[] {3, 0, 2, 1}),
        new ShardSlot(2, 7),
        new ShardPartitioner(3),
        SHUFFLED,
        SHUFFLED.x(),
        new ShuffledElement.Filled(SHUFFLED),
        new ShuffledElement.Failed(FAILURE),
        new ShardFile("file:/shards", "a", ShardFormat.PARQUET, ShardFormat.Compression.NONE),
        wanted,
        Quantiles.Counts.none(wanted),
        new ClassFrequency(3, 1),
        SubjectSplit.parse("0.8,0.1,0.1"),
        new AddCounts(),
        new PlanElements(SHARDS, null),
        new ScatterElements(SHARDS, TARGETS, null, null),
        new WriteShards(SHARDS, TARGETS, "file:/shards", "00ff", null),
        new CountLowerHalves(wanted, null),
        new ConvertScans(
            ScanFormat.H5_SLICES,
            "file:/scans",
            new RunLedger("file:/scans", KEY, RunLedger.Earlier.KEEP),
            null,
            null),
        new ConvertScans.Item(VOLUME, "train"),
        new ConvertScans.Outcome.Written("0000002_V00"),
        new ConvertScans.Outcome.Kept("0000002_V00"),
        new ConvertScans.Outcome.Failed(FAILURE));
  }

  private static List<Object> travellers() {
    PlannedScan planned = new PlannedScan(SLICES, HEADER, 4, 120, 1 << 20);
    ScanShare share = new ScanShare(2, planned, new ElementRange(0, 4), 2);
    Element element = new DefaultDataLoader(EXPERIMENT).scatter(HEADER, Purpose.INFERENCE).get(2);
    return List.of(
        SLICES,
        VOLUME,
        NORMALIZED,
        REFUSED,
        CONTRASTS,
        HEADER,
        DATASET,
        new CategorySelection(CATEGORIES),
        EXPERIMENT,
        new LoaderRecipe(EXPERIMENT),
        MODEL,
        new ModelSignature("serve", "x", List.of(-1L, 4L), "y", List.of()),
        RECIPE,
        TRANSFORMER,
        new EncodeZeros(new EncodeScans(RECIPE, TRANSFORMER, ElementForm.SINGLE, null, null)),
        new KeyPredictions(
            new TransformerComplaint("org.example.Predictor", List.of("engine")),
            2,
            new int[][] {{0, 1}, {1}}),
        new GatherPredictions(RECIPE, ElementForm.BATCH, null, null),
        new GatherRecord.Start(planned),
        new GatherRecord.Predicted(2, new byte[] {1, 2}, 1, new ScanTimes(1, 2, 3, 4, 5, 6, 7)),
        new GatherRecord.Failed(Stage.READ, "Cannot read"),
        new GatherRecord.Broken("Cannot run"),
        element,
        planned,
        new ElementKey(3, ElementKey.SCAN),
        new ScanRecord(share, 3),
        new ScanOutcome.Predicted(
            new PartialScan(
                share,
                SparseMasks.of(MaskVolume.empty(2, 3, 4, 1)),
                new Seams(share.range(), List.of()),
                2,
                PredictionRange.PROBABILITIES,
                ScanTimes.ZERO,
                0.5)),
        new OrdinalPartitioner(3),
        ScanSplit.AUTO,
        new ScatterScan(new LoaderRecipe(EXPERIMENT)),
        new ScanPartitioner(2, new int[] {0, 1, 0}),
        new CollectOutcomes(),
        new PlanScans.Outcome.Planned(planned),
        new PlanScans.Outcome.Failed(FAILURE),
        new PlanScans.Outcome.Finished(ENTRY),
        new RunLedger("file:/results", KEY, RunLedger.Earlier.KEEP),
        FAILURE,
        SCORES,
        new ScanTimes(1, 2, 3, 4, 5, 6, 7),
        new ScanOutcome.Scored(SCORES, ScanTimes.ZERO, ENTRY.files()),
        new Delivery(
            Delivery.Scoring.NONE,
            "pred,nifti",
            WriterSettings.DEFAULT,
            CATEGORIES,
            "file:/results"),
        new ScanOutcome.Failed(FAILURE),
        new InspectionRecipe(
            DATASET, CATEGORIES, ClassRule.EXCLUSIVE, new LoaderRecipe(EXPERIMENT)),
        new InspectScans(List.of(), null, null, null),
        new ListedScan(1, SLICES),
        new InspectedScan(
            ScanFacts.listed(SLICES, DATASET)
                .with(new StoredFacts(Shape.of(2, 2, 1), 1, "float32", "uint8"))
                .with(
                    ImageFacts.of(Volume.zeros(2, 2, 1)),
                    List.of(
                        new ContrastFacts("/data/second.h5", ImageFacts.of(Volume.zeros(2, 2, 1)))),
                    MaskFacts.of(MaskVolume.empty(2, 2, 1, 1), List.of(), 3, "")),
            List.of(Finding.ofScan(FindingCode.MISSING_SLICES, "knees", "0000001_V00", "Cannot"))));
  }

  private static Object roundTrip(Object sent) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  /** Field by field, since a record that holds an array equals only itself. */
  @TestFactory
  Stream<DynamicTest> arriveAsTheyWereSent() {
    return Stream.concat(travellers().stream(), travellersOfShards().stream())
        .map(sent -> DynamicTest.dynamicTest(sent.getClass().getSimpleName(), () -> check(sent)));
  }

  private static void check(Object sent) throws IOException, ClassNotFoundException {
    assertThat(roundTrip(sent))
        .isNotSameAs(sent)
        .hasSameClassAs(sent)
        .usingRecursiveComparison()
        .withEqualsForType(Double::equals, Double.class)
        .isEqualTo(sent);
  }

  /** The model cache and the partitioner depend on equality after the journey. */
  @Test
  void keysEqualAfterTheJourney() throws IOException, ClassNotFoundException {
    for (Object key :
        List.of(
            MODEL,
            TRANSFORMER,
            EXPERIMENT,
            new ElementKey(1, 2),
            new ScanPartitioner(2, new int[] {0, 1}),
            new ShardSlot(1, 2),
            new ShardPartitioner(2),
            RECIPE)) {
      assertThat(roundTrip(key)).isEqualTo(key).hasSameHashCodeAs(key);
    }
  }

  @Test
  void noKindOfRecordOrOutcomeIsForgotten() {
    Set<Class<?>> sent = new HashSet<>();
    travellers().forEach(traveller -> sent.add(traveller.getClass()));
    travellersOfShards().forEach(traveller -> sent.add(traveller.getClass()));

    assertThat(sent).contains(ShuffledElement.class.getPermittedSubclasses());
    assertThat(sent).contains(GatherRecord.class.getPermittedSubclasses());
    assertThat(sent).contains(ScanOutcome.class.getPermittedSubclasses());
    assertThat(sent).contains(PlanScans.Outcome.class.getPermittedSubclasses());
    Set<Class<?>> sources =
        Set.of(
            SLICES.source().getClass(),
            VOLUME.source().getClass(),
            REFUSED.source().getClass(),
            CONTRASTS.source().getClass(),
            NORMALIZED.source().getClass());
    assertThat(sources).containsExactlyInAnyOrder(ScanSource.class.getPermittedSubclasses());
  }

  /** Elements are sorted by their place; those of a task go to its partition. */
  @Test
  void elementsAreSortedWithinTheirShard() {
    assertThat(Stream.of(new ShardSlot(1, 0), new ShardSlot(0, 9), new ShardSlot(0, 2)).sorted())
        .containsExactly(new ShardSlot(0, 2), new ShardSlot(0, 9), new ShardSlot(1, 0));
    assertThat(new ShardPartitioner(3).getPartition(new ShardSlot(2, 0))).isEqualTo(2);
    assertThat(TARGETS.task(0, 3)).isEqualTo(ShardTargets.FINISHED);
    assertThat(TARGETS.task(0, 4)).isZero();
    assertThat(TARGETS.task(0, 10)).isEqualTo(ShardTargets.NONE);
    assertThat(TARGETS.task(1, 1)).isEqualTo(1);
  }

  /** What a task refuses reaches the driver in the same words. */
  @Test
  void refusalsKeepTheirWords() throws IOException, ClassNotFoundException {
    InputException sent = new InputException("Cannot load model", new IOException("gone"));

    InputException received = (InputException) roundTrip(sent);

    assertThat(received).hasMessage("Cannot load model").hasRootCauseMessage("gone");
  }
}
