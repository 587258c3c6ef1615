package io.medseg.spark;

import io.medseg.InputException;
import io.medseg.dataset.Category;
import io.medseg.dataset.MaskRule;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanSource;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.hdf5.NumberTypes;
import io.medseg.inspection.ContrastFacts;
import io.medseg.inspection.Finding;
import io.medseg.inspection.FindingCode;
import io.medseg.inspection.ImageFacts;
import io.medseg.inspection.InspectedScan;
import io.medseg.inspection.MaskFacts;
import io.medseg.inspection.ScanFacts;
import io.medseg.inspection.ScanFindings;
import io.medseg.inspection.StoredFacts;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks at scans of one dataset; lives in a task.
 *
 * @param loader null without an experiment
 * @param reader the task's to close
 */
record ScanInspector(InspectionRecipe recipe, DataLoader loader, Hdf5ScanReader reader) {

  static ScanInspector open(InspectionRecipe recipe, Hdf5ScanReader reader) {
    DataLoader loader = recipe.loader() == null ? null : recipe.loader().open();
    return new ScanInspector(recipe, loader, reader);
  }

  /** Reads a scan; whatever goes wrong is a finding, unless the task is being stopped. */
  InspectedScan inspect(Scan scan) {
    Look look = new Look(scan);
    try {
      look.open();
      look.read();
    } catch (Exception | Error e) {
      look.add(unreadable(scan), words(scan, Stage.READ, e));
    }
    return new InspectedScan(look.facts, look.findings);
  }

  private static String words(Scan scan, Stage stage, Throwable problem) {
    ScanOutcome outcome = Failures.outcome(scan, stage, problem);
    return ((ScanOutcome.Failed) outcome).failure().message();
  }

  private static FindingCode unreadable(Scan scan) {
    Stream<ScanSource> images =
        scan.source() instanceof ScanSource.Contrasts all
            ? Stream.concat(Stream.of(all.first()), all.others().stream())
            : Stream.of(scan.source());
    return images.allMatch(image -> isComplete(image, scan))
        ? FindingCode.UNREADABLE
        : FindingCode.MISSING_SLICES;
  }

  /** Whether no slice of an image is missing, as far as the numbers of its slices tell. */
  private static boolean isComplete(ScanSource image, Scan scan) {
    if (!(image instanceof ScanSource.Slices slices)) {
      return true;
    }
    int[] ids = slices.sliceIds();
    Object stated = scan.overrides().get("scan_num_slices");
    int expected = stated instanceof Number number ? number.intValue() : ids.length;
    return expected == ids.length && IntStream.range(0, ids.length).allMatch(i -> ids[i] == i + 1);
  }

  /** What is known of a scan so far. */
  private final class Look {
    private final Scan scan;
    private final List<Finding> findings = new ArrayList<>();
    private ScanFacts facts;
    private List<Category> classes = recipe.classes();

    Look(Scan scan) {
      this.scan = scan;
      this.facts = ScanFacts.listed(scan, recipe.dataset());
    }

    void add(FindingCode code, String message) {
      findings.add(Finding.ofScan(code, facts.dataset(), facts.scanId(), message));
    }

    void open() {
      checkAffine();
      ScanHeader header = reader.header(scan);
      NumberTypes types = reader.numberTypes(scan);
      facts =
          facts.with(
              new StoredFacts(header.image(), header.maskChannels(), types.image(), types.masks()));
      if (header.maskChannels() > 0) {
        checkChannels(header);
      }
      if (loader != null) {
        checkLoader(header);
      }
    }

    private void checkAffine() {
      try {
        scan.affine(recipe.dataset());
      } catch (InputException e) {
        add(FindingCode.WRONG_AFFINE, e.getMessage() + " (" + facts.location() + ")");
      }
    }

    /** Channels are counted as they are where the classes do not fit them. */
    private void checkChannels(ScanHeader header) {
      try {
        recipe.selection().check(header.maskChannels(), scan.scanId());
      } catch (InputException e) {
        classes = List.of();
        add(FindingCode.MISSING_CHANNELS, e.getMessage() + " (" + facts.location() + ")");
      }
    }

    private void checkLoader(ScanHeader header) {
      try {
        loader.check(scan);
        loader.scatter(header, Purpose.INFERENCE);
      } catch (Exception | Error e) {
        add(FindingCode.REFUSED_BY_LOADER, words(scan, Stage.SCATTER, e));
      }
    }

    void read() {
      ScanData data = reader.read(scan);
      MaskFacts masks =
          data.masks() == null
              ? null
              : MaskFacts.of(data.masks(), classes, data.maskValues().voxels(), refusal(data));
      facts = facts.with(ImageFacts.of(data.image()), contrasts(data), masks);
      findings.addAll(ScanFindings.of(facts, recipe.rule()));
    }

    /** Why an evaluation of the classes refuses the masks; empty if it does not. */
    private String refusal(ScanData data) {
      if (recipe.maskRule() == MaskRule.NONZERO) {
        return "";
      }
      List<Integer> channels =
          classes.isEmpty()
              ? IntStream.range(0, data.masks().classes()).boxed().toList()
              : classes.stream().flatMap(one -> one.channels().stream()).toList();
      return data.maskValues().problem(scan, channels).orElse("");
    }

    private List<ContrastFacts> contrasts(ScanData data) {
      List<ContrastFacts> contrasts = new ArrayList<>();
      if (scan.source() instanceof ScanSource.Contrasts images) {
        for (int i = 0; i < data.contrasts().size(); i++) {
          ImageFacts image = ImageFacts.of(data.contrasts().get(i));
          contrasts.add(new ContrastFacts(images.others().get(i).location(), image));
        }
      }
      return contrasts;
    }
  }
}
