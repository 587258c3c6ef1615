package io.medseg.job;

import io.medseg.InputException;
import io.medseg.dataset.Dataset;
import io.medseg.dataset.Scan;
import io.medseg.export.FailuresCsv;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.ledger.FolderHold;
import io.medseg.ledger.Ledger;
import io.medseg.ledger.RunKey;
import io.medseg.shards.RunPlan;
import io.medseg.spark.ConversionRun;
import io.medseg.spark.RunLedger;
import io.medseg.spark.ScanFormat;
import io.medseg.text.PathText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans in another layout from request to catalog: images and masks as they are read, without the
 * experiment's preprocessing, which is the loader's. Runs on the driver.
 */
record Conversion(JavaSparkContext spark, PreprocessRequest request, PrintWriter out) {
  private static final Logger LOG = LoggerFactory.getLogger(Conversion.class);

  /** Runs it; gives the exit code. */
  int run() {
    Interruption.lastWord(() -> "Nothing was written");
    Configuration hadoop = spark.hadoopConfiguration();
    Path directory = PathText.of("--output", request.output());
    request.shards().checkWholeScans();
    TrainingData data = TrainingData.resolve(request, hadoop);
    checkSameCategories(data.datasets().datasets());
    ScanFormat format = format(data);
    // A dataset that is converted into its own folder would also hold its scans twice.
    new OutputApart(request.output(), hadoop)
        .from(request.experiment())
        .from(data.datasets().datasets(), data.scans());
    try (FolderHold hold = new OutputPlace(directory, hadoop).hold("preprocess", spark)) {
      return hold.during(() -> run(directory, data, format, hold));
    }
  }

  private int run(Path directory, TrainingData data, ScanFormat format, FolderHold hold) {
    LOG.info(
        "{} scans of {} as layout {}", data.scans().size(), data.datasetNames(), format.layout());
    Configuration hadoop = spark.hadoopConfiguration();
    OutputPlace place = new OutputPlace(directory, hadoop);
    PreprocessFolder folder = new PreprocessFolder(directory, hadoop);
    RunPlan asked = plan(data, format);
    format.checkAny(data.scans());
    if (RunPlan.read(directory, hadoop).isPresent()) {
      checkWorth(data.scans());
    }
    // A scan that failed and was mended since is written now.
    folder.begin(asked, request.earlier(), new Ledger(directory, hadoop)::holds);
    Interruption.lastWord(() -> "The same command with --resume goes on from there");
    ConversionRun.Result result =
        new ConversionRun(
                spark, format, data.split(), data.seed(), ledger(place, asked, format), LOG::info)
            .run(data.scans());
    hold.check();
    List<String> folders = new ArrayList<>(folder.folders());
    folders.add(Ledger.NAME);
    place.removeLeftOvers(folders, hold.since());
    return finish(folder, hold, data, format, result);
  }

  /** A run without any result does not cost those that are there. */
  private void checkWorth(List<Scan> scans) {
    String first = null;
    try (Hdf5ScanReader reader = new Hdf5ScanReader(spark.hadoopConfiguration())) {
      for (Scan scan : scans) {
        try {
          reader.header(scan);
          return;
        } catch (InputException e) {
          first = first == null ? scan.named(e.getMessage()) : first;
        }
      }
    }
    if (first != null) {
      throw new InputException(
          "Cannot write scans: none of %d can be read, so the results of an earlier run in %s stay as they are; of the first scan: %s"
              .formatted(scans.size(), request.shownOutput(), first));
    }
  }

  private ScanFormat format(TrainingData data) {
    Set<String> layouts =
        data.datasets().datasets().stream()
            .map(Dataset::layout)
            .collect(Collectors.toCollection(TreeSet::new));
    return ScanFormat.named(request.shards().format(), layouts);
  }

  private RunLedger ledger(OutputPlace place, RunPlan asked, ScanFormat format) {
    return new RunLedger(
        place.location(),
        new RunKey(format.toString(), asked.settingsFingerprint()),
        request.earlier() == PreprocessRequest.Earlier.KEEP
            ? RunLedger.Earlier.KEEP
            : RunLedger.Earlier.REPEAT);
  }

  /** Masks are written as they are, whatever CATEGORIES says, and one list names their channels. */
  private static void checkSameCategories(List<Dataset> datasets) {
    Dataset first = datasets.get(0);
    for (Dataset dataset : datasets) {
      if (!classes(dataset).equals(classes(first))) {
        throw new InputException(
            "Cannot write datasets %s and %s as one: the catalog gives them different categories, %s and %s; write each to an --output of its own"
                .formatted(first.name(), dataset.name(), classes(first), classes(dataset)));
      }
    }
  }

  /** As in "[femoral cartilage [0], tibial cartilage [1, 2]]". */
  private static List<String> classes(Dataset dataset) {
    return dataset.categories().stream().map(one -> one.name() + " " + one.channels()).toList();
  }

  private static RunPlan plan(TrainingData data, ScanFormat format) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("--dataset", data.datasetNames());
    settings.put("--format", format.toString());
    settings.put("--split", data.split().toString());
    settings.put("SEED", String.valueOf(data.seed()));
    Map<String, String> scans = new LinkedHashMap<>();
    data.scans().forEach(scan -> scans.put(scan.scanId(), scan.fingerprint()));
    return new RunPlan(settings, scans);
  }

  private int finish(
      PreprocessFolder folder,
      FolderHold hold,
      TrainingData data,
      ScanFormat format,
      ConversionRun.Result result) {
    Set<String> written =
        result.written().stream().flatMap(List::stream).collect(Collectors.toSet());
    new Ledger(folder.directory(), folder.hadoop()).retain(written);
    if (!result.failures().isEmpty()) {
      folder.retainScans(written);
    }
    try {
      RunFiles files = RunFiles.of(folder.directory(), folder.hadoop(), hold, List.copyOf(written));
      files.write(new FailuresCsv(result.failures()));
      files.complete(new ConvertedCatalog(data, format, result.written()));
      List<String> sides = data.split().names();
      for (int side = 0; side < sides.size(); side++) {
        out.printf("%s: %d scans%n", sides.get(side), result.written().get(side).size());
      }
      out.printf(
          "%d scans written, %d of them earlier, %d failed. Scans and %s are in %s%n",
          written.size(),
          result.resumed(),
          result.failures().size(),
          ConvertedCatalog.NAME,
          request.shownOutput());
    } catch (RuntimeException | Error e) {
      FailureLines.printAll(result.failures(), out);
      throw e;
    }
    FailureLines.print(result.failures(), out);
    return result.failures().isEmpty() ? MedsegSpark.FINE : MedsegSpark.SCANS_FAILED;
  }
}
