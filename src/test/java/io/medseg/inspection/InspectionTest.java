package io.medseg.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.Leftovers;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanSource;
import io.medseg.export.Report;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import io.medseg.volume.Volume;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of scans together, and how it is written. */
class InspectionTest {
  private static Dataset dataset(String name) {
    return new Dataset(
        name, "/data/" + name, "volumes", List.of(), Spacing.UNIT, "SemSegEvaluator", Map.of());
  }

  private static InspectedScan scan(Dataset dataset, String id, String subject, float... voxels) {
    ScanSource source = new ScanSource.VolumeFile("/data/" + id + ".h5", null, null, null);
    ScanFacts facts =
        ScanFacts.listed(new Scan(id, subject, source, 10, Map.of()), dataset)
            .with(new StoredFacts(Shape.of(1, voxels.length, 1), 0, "float32", null))
            .with(
                ImageFacts.of(new Volume(1, voxels.length, new float[][] {voxels})),
                List.of(),
                null);
    return new InspectedScan(facts, ScanFindings.of(facts, ClassRule.MAY_OVERLAP));
  }

  private static DatasetInspection of(Dataset dataset, InspectedScan... scans) {
    return DatasetInspection.of(dataset, Leftovers.NONE, Arrays.asList(scans));
  }

  private static Inspection of(SharedSubjects shared, DatasetInspection... datasets) {
    return Inspection.of("catalog.yaml", null, Arrays.asList(datasets), List.of("gone"), shared);
  }

  private static List<String> messages(Inspection inspection) {
    return inspection.findings().stream()
        .map(one -> one.severity().title() + " " + one.code().title() + ": " + one.message())
        .toList();
  }

  private static Inspection trainAndTest(SharedSubjects shared) {
    Dataset train = dataset("train");
    Dataset test = dataset("test");
    return of(
        shared,
        of(train, scan(train, "b", "2", 1, 2), scan(train, "a", "1", 1, 3)),
        of(test, scan(test, "c", "2", 1, 2), scan(test, "d", "4", 1, 3), scan(test, "e", null, 1)));
  }

  @Test
  void subjectsInTwoDatasets() {
    assertThat(messages(trainAndTest(SharedSubjects.REFUSED)))
        .first()
        .isEqualTo(
            "error shared-subject: Datasets train and test share subject 2: a model that was trained on one must not be tested on the other");
    assertThat(trainAndTest(SharedSubjects.ALLOWED).count(Severity.ERROR)).isZero();
  }

  /** The scan of subject 2 is told as that subject's; that of another subject is a leak. */
  @Test
  void sameVoxelsOfAnotherSubject() {
    assertThat(messages(trainAndTest(SharedSubjects.REFUSED)))
        .filteredOn(message -> message.contains("identical-scans"))
        .containsExactly(
            "warning identical-scans: Scan a of train has the same voxels as scan d of test: it counts twice, or one of them is misnamed (/data/a.h5)");
  }

  @Test
  void subjectsWithSeveralScans() {
    Dataset one = dataset("one");
    DatasetInspection inspected =
        of(one, scan(one, "a", "1", 1, 2), scan(one, "b", "1", 1, 3), scan(one, "c", "2", 2, 4));

    DatasetSummary summary = DatasetSummary.of(inspected.facts());

    assertThat(inspected.findings())
        .singleElement()
        .returns(FindingCode.NO_MASKS, Finding::code)
        .returns(null, Finding::scanId)
        .extracting(Finding::message)
        .asString()
        .startsWith("No scan of dataset one has masks: it can be exported, not evaluated;");
    assertThat(summary.severalScans()).containsExactly("1");
    assertThat(summary.shapes()).isEqualTo(Map.of("1x2x1", 3));
    assertThat(summary.finite().mean()).isEqualTo(13.0 / 6);
    assertThat(InspectionText.of(of(SharedSubjects.REFUSED, inspected)))
        .contains("2, 1 with several scans", "1 to 4, mean 2.16667", "Not there: gone\n");
  }

  /** Many findings of one kind do not hide the others. */
  @Test
  void consoleShowsTheFirstOfEveryCode() {
    Dataset one = dataset("one");
    InspectedScan[] scans = new InspectedScan[12];
    for (int i = 0; i < scans.length; i++) {
      scans[i] = scan(one, "scan" + i, null, 0, 0);
    }

    String text = InspectionText.of(of(SharedSubjects.REFUSED, of(one, scans)));

    assertThat(text.lines().filter(line -> line.startsWith("error zero-image: "))).hasSize(5);
    assertThat(text).contains("... and 7 more of zero-image\n", "Errors: 12, warnings: 1.\n");
  }

  @Test
  void overlapIsAnErrorWhereClassesExcludeEachOther() {
    Dataset one = dataset("one");
    ScanFacts facts = scan(one, "a", null, 1, 2).facts();
    ScanFacts overlapping =
        facts.with(
            facts.image(), List.of(), new MaskFacts(List.of(new ClassVoxels("x", 3)), 2, 0, ""));

    assertThat(ScanFindings.of(overlapping, ClassRule.EXCLUSIVE))
        .singleElement()
        .returns(Severity.ERROR, Finding::severity)
        .returns(FindingCode.OVERLAP, Finding::code);
    assertThat(ScanFindings.of(overlapping, ClassRule.MAY_OVERLAP))
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNING);
  }

  @Test
  void filesShowNoPasswords() throws IOException {
    Dataset one =
        new Dataset(
            "one", "s3a://me:secret@bucket/x", "volumes", List.of(), Spacing.UNIT, "", Map.of());
    Inspection inspection =
        of(SharedSubjects.REFUSED, DatasetInspection.unlisted(one, "Cannot s3a://me:secret@b/x"));

    assertThat(text(new InspectionJson(inspection)))
        .contains("cannot-list")
        .doesNotContain("secret");
    assertThat(InspectionText.of(inspection)).contains("cannot-list").doesNotContain("secret");
  }

  /** A scan of which nothing is known has empty cells, and null in JSON. */
  @Test
  void whatIsNotKnownIsLeftOut() throws IOException {
    Dataset one = dataset("one");
    ScanSource source = new ScanSource.Refused("/data/x.h5", "its id, '..', begins with a dot");
    ScanFacts facts = ScanFacts.listed(new Scan("r", null, source, 0, Map.of()), one);
    Inspection inspection =
        of(
            SharedSubjects.REFUSED,
            of(
                one,
                new InspectedScan(
                    facts, List.of(Finding.ofScan(FindingCode.UNREADABLE, "one", "r", "Cannot")))));

    assertThat(text(new ScansCsv(inspection)).lines().skip(1))
        .containsExactly("one,r,,volumes,,,,,,,1.0,1.0,1.0,yes,0,,,,,,,,,,,unreadable");
    assertThat(text(new InspectionJson(inspection)))
        .contains("\"image\": null", "\"mean\": null", "\"errors\": 1,");
  }

  private static String text(Report report) throws IOException {
    StringWriter out = new StringWriter();
    report.writeTo(out);
    return out.toString();
  }
}
