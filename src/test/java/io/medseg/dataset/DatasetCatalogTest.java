package io.medseg.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.Affine;
import io.medseg.volume.Orientation;
import io.medseg.volume.Spacing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCatalogTest {
  private static final String KNEES =
      String.join(
          "\n",
          "datasets:",
          "  - name: knees",
          "    root: knees/test",
          "    layout: slices",
          "    augmentations: all",
          "    spacing: [0.3125, 0.3125, 0.7]",
          "    categories:",
          "      - {id: 0, name: femoral cartilage, abbreviation: fc, color: [220, 20, 60]}",
          "      - {id: [1, 2], name: tibial cartilage}",
          "    scans:",
          "      1000001_V00: {scan_spacing: [1, 2, 3], scan_side: left}",
          "  - name: knees-3d",
          "    like: knees",
          "    root: /data/knees",
          "    layout: my.own.Layout",
          "    evaluator: my.own.Evaluator",
          "  - {name: knees-4d, like: knees-3d, root: x, spacing: [1, 1, 1]}",
          "");

  @TempDir private Path folder;

  private DatasetCatalog catalog(String text) throws IOException {
    return catalog(text, Optional.empty());
  }

  private DatasetCatalog catalog(String text, Optional<String> root) throws IOException {
    Files.writeString(folder.resolve("datasets.yaml"), text);
    return DatasetCatalog.read(folder + "/datasets.yaml", root, new Configuration(false));
  }

  private void refuses(String fields, String message) {
    String text = "datasets:\n  - name: knees\n    root: r\n    layout: slices\n" + fields;
    assertThatThrownBy(() -> catalog(text))
        .isInstanceOf(InputException.class)
        .hasMessage(message.replace("FILE", "file:" + folder + "/datasets.yaml"));
  }

  @Test
  void aDatasetRootMayBeTheFirstFolderOfTheRoot() throws IOException {
    Path data = Files.createDirectories(folder.resolve("knees/test"));
    String text = "datasets: [{name: a, root: knees/test, layout: slices}]\n";

    assertThat(catalog(text, Optional.of(folder.toString())).dataset("a").root())
        .isEqualTo("file:" + data);
    assertThat(catalog(text, Optional.of(folder.resolve("knees").toString())).dataset("a").root())
        .isEqualTo("file:" + data);
    Path nested = Files.createDirectories(folder.resolve("knees/knees/test"));
    assertThat(catalog(text, Optional.of(folder.resolve("knees").toString())).dataset("a").root())
        .isEqualTo("file:" + nested);
  }

  @Test
  void readsEveryKey() throws IOException {
    Dataset knees = catalog(KNEES).dataset("knees");

    assertThat(knees)
        .isEqualTo(
            new Dataset(
                "knees",
                "file:" + folder + "/knees/test",
                "slices",
                List.of(
                    new Category(List.of(0), "femoral cartilage", "fc", List.of(220, 20, 60)),
                    new Category(List.of(1, 2), "tibial cartilage", "tibial cartilage", List.of())),
                new Spacing(0.3125, 0.3125, 0.7),
                "SemSegEvaluator",
                Map.of(
                    "1000001_V00", Map.of("scan_spacing", List.of(1, 2, 3), "scan_side", "left")),
                Augmentations.ALL));
  }

  @Test
  void likeTakesWhatIsNotGiven() throws IOException {
    DatasetCatalog catalog = catalog(KNEES);
    Dataset volumes = catalog.dataset("knees-3d");
    Dataset third = catalog.dataset("knees-4d");

    assertThat(catalog.names()).containsExactly("knees", "knees-3d", "knees-4d");
    assertThat(volumes.categories()).isEqualTo(catalog.dataset("knees").categories());
    assertThat(volumes.root()).isEqualTo("file:/data/knees");
    assertThat(volumes.scanOverrides()).isEmpty();
    assertThat(volumes.augmentations()).isEqualTo(Augmentations.ORIGINAL);
    assertThat(third.layout()).isEqualTo("my.own.Layout");
    assertThat(third.evaluator()).isEqualTo("my.own.Evaluator");
    assertThat(third.spacing()).isEqualTo(Spacing.UNIT);
  }

  @Test
  void relativeRootsStartFromTheDatasetRoot() throws IOException {
    DatasetCatalog catalog = catalog(KNEES, Optional.of(folder + "/x/../data"));

    assertThat(catalog.dataset("knees").root()).isEqualTo("file:" + folder + "/data/knees/test");
    assertThat(catalog.dataset("knees-3d").root()).isEqualTo("file:/data/knees");
  }

  @Test
  void categoriesMayDependOnTheTask() throws IOException {
    DatasetCatalog catalog =
        catalog(
            "datasets:\n"
                + "  - name: a\n"
                + "    root: r\n"
                + "    layout: volumes\n"
                + "    categories: {seg: [{id: 1, name: one}], sub: [{id: 2, name: two}]}\n");

    assertThat(catalog.dataset("a", "sub").categories().get(0).name()).isEqualTo("two");
    assertThatThrownBy(() -> catalog.dataset("a"))
        .hasMessage("Invalid PRIMARY_TASK: '': dataset a has categories for seg, sub");
  }

  @Test
  void namesTheKnownDatasets() throws IOException {
    DatasetCatalog catalog = catalog(KNEES);

    assertThatThrownBy(() -> catalog.dataset("kneees"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot find dataset kneees in file:"
                + folder
                + "/datasets.yaml; did you mean knees?; known are knees, knees-3d, knees-4d");
  }

  @Test
  void someKeysAreALayoutsOwn() throws IOException {
    DatasetCatalog catalog =
        catalog(
            "datasets:\n"
                + "  - {name: tea, root: a/test.json, layout: skm-tea, files: images, image: echo1}\n"
                + "  - {name: val, like: tea, root: a/val.json, statistics: stats/rms}\n"
                + "  - {name: flat, like: tea, root: flat, layout: slices}\n"
                + "  - {name: mine, root: r, layout: my.own.Layout, image: anything}\n");

    assertThat(catalog.dataset("tea").layoutKeys())
        .isEqualTo(Map.of("files", "file:" + folder + "/images", "image", "echo1"));
    assertThat(catalog.dataset("val").layoutKeys())
        .isEqualTo(
            Map.of(
                "files",
                "file:" + folder + "/images",
                "image",
                "echo1",
                "statistics",
                "stats/rms"));
    assertThat(catalog.dataset("flat").layoutKeys()).isEmpty();
    assertThat(catalog.dataset("mine").layoutKeys()).isEqualTo(Map.of("image", "anything"));
    refuses(
        "    image: rms\n",
        "Invalid image of dataset knees in FILE: rms: layout slices has no such key");
  }

  @Test
  void refusesUnknownKeysAndValues() {
    refuses(
        "    spacings: [1, 1, 1]\n",
        "Invalid key spacings of dataset knees in FILE; did you mean spacing?; known are name,"
            + " like, root, layout, augmentations, categories, spacing, orientation, affine, mask_values, evaluator, scans,"
            + " files, image, statistics");
    refuses(
        "    spacing: [1, 1]\n",
        "Invalid spacing of dataset knees in FILE: [1, 1]: three numbers are expected, mm along"
            + " height, width and depth");
    refuses(
        "    spacing: [1, 1, 0]\n",
        "Invalid spacing of dataset knees in FILE: [1, 1, 0]: each must be positive and finite");
    refuses(
        "    mask_values: labels\n",
        "Invalid mask_values of dataset knees in FILE: labels: known are binary, nonzero");
    refuses(
        "    mask_values: [0, 1]\n",
        "Invalid mask_values of dataset knees in FILE: [0, 1]: known are binary, nonzero");
    refuses(
        "    scans: {a: {scan_mask_values: true}}\n",
        "Invalid scan_mask_values of scan a of dataset knees in FILE: true: known are binary, nonzero");
    refuses(
        "    augmentations: some\n",
        "Invalid augmentations of dataset knees in FILE: some: known are original, all");
    refuses(
        "    evaluator: 5\n", "Invalid evaluator of dataset knees in FILE: 5: a text is expected");
    refuses(
        "    like: other\n",
        "Invalid like of dataset knees in FILE: other: there is no such dataset");
    refuses(
        "    like: knees\n",
        "Invalid like of dataset knees in FILE: it comes back to itself: knees -> knees");
  }

  @Test
  void refusesOtherCategories() {
    String start = "Invalid categories of dataset knees in FILE: ";
    refuses(
        "    categories: [{id: 0, name: a, colour: [1, 2, 3]}]\n",
        start
            + "{id=0, name=a, colour=[1, 2, 3]}: unknown key colour; did you mean color?; known are"
            + " id, name, abbreviation, color");
    refuses(
        "    categories: [{id: [1, 1], name: a}]\n",
        start
            + "{id=[1, 1], name=a}: id must be a mask channel from 0, or a list of different ones");
    refuses(
        "    categories: [{id: 0, name: a}, {id: 1, name: a}]\n",
        start + "{id=1, name=a}: a name of its own is expected");
    refuses(
        "    categories: [{id: [0, 1], name: a}, {id: [1, 0], name: b}]\n",
        start + "{id=[1, 0], name=b}: another category has the same channels");
    refuses(
        "    categories: [{id: 0, name: a, color: [1, 2, 300]}]\n",
        start
            + "{id=0, name=a, color=[1, 2, 300]}: color must be red, green and blue,"
            + " each 0 to 255");
    refuses("    categories: 5\n", start + "5: a list is expected, or a mapping from task to list");
  }

  @Test
  void refusesOtherScanValues() {
    String start = "Invalid scans of dataset knees in FILE: ";
    refuses(
        "    scans: {a: {spacing: [1, 1, 1]}}\n",
        start + "{spacing=[1, 1, 1]}: the keys of scan a must begin with scan_");
    refuses("    scans: {a: {scan_x: }}\n", start + "{scan_x=null}: scan_x of scan a has no value");
    refuses(
        "    scans: {a: {scan_spacing: [1]}}\n",
        "Invalid scan_spacing of scan a of dataset knees in FILE: [1]: three numbers are expected,"
            + " mm along height, width and depth");
  }

  @Test
  void refusesOtherFiles() {
    String file = "file:" + folder + "/datasets.yaml";
    assertThatThrownBy(() -> catalog("knees: {root: r}\n"))
        .hasMessage(
            "Cannot read dataset catalog "
                + file
                + ": one key, datasets, with a list is expected, not knees");
    for (String experiment : List.of("IMG_SIZE: (64, 64, 1)\n", "_base_: a\n", "A: 1\nloss: b\n")) {
      assertThatThrownBy(() -> catalog(experiment))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(
              "Cannot read dataset catalog %s: one key, datasets, with a list is expected, not ",
              file)
          .hasMessageEndingWith(
              "; it seems to be an experiment, which belongs to --config-file; --datasets names the catalog");
    }
    assertThatThrownBy(
            () -> DatasetCatalog.read("/e.ini", Optional.empty(), new Configuration(false)))
        .hasMessage(
            "Cannot read dataset catalog /e.ini: a catalog is YAML; an experiment belongs to --config-file");
    assertThatThrownBy(() -> catalog(""))
        .hasMessageEndingWith(": one key, datasets, with a list is expected, not nothing");
    assertThatThrownBy(() -> catalog("datasets: {knees: 3}\n"))
        .hasMessageEndingWith(
            ": one key, datasets, with a list is expected, not datasets: {knees=3}");
    assertThatThrownBy(() -> catalog("datasets: [{root: r}]\n"))
        .hasMessage("Invalid dataset in " + file + ": {root=r}: a mapping with a name is expected");
    assertThatThrownBy(() -> catalog("datasets: [{name: a, layout: slices}]\n"))
        .hasMessage("Invalid dataset a in " + file + ": it has no root");
    assertThatThrownBy(() -> catalog("datasets: [{name: a, root: r, layout: slice}]\n"))
        .hasMessage(
            "Invalid layout of dataset a in "
                + file
                + ": slice: known are slices, volumes, single-file, skm-tea, or the name of a class");
    assertThatThrownBy(() -> catalog("datasets: [{name: a, root: 'x:y:', layout: slices}]\n"))
        .hasMessageStartingWith("Invalid path of dataset a in " + file + ": x:y:: ");
    assertThatThrownBy(() -> catalog(KNEES, Optional.of(" ")))
        .hasMessage("Invalid path of dataset root: it is empty");
    assertThatThrownBy(() -> catalog(KNEES, Optional.of("nofs://h/d")))
        .hasMessage("Invalid dataset root: nofs://h/d: No FileSystem for scheme \"nofs\"");
    String twice = "{name: a, root: r, layout: slices}";
    assertThatThrownBy(() -> catalog("datasets: [" + twice + ", " + twice + "]\n"))
        .hasMessage("Invalid dataset a in " + file + ": the name is given twice");
  }

  @Test
  void scansMayLieInTheWorld() throws IOException {
    String affine = "[[0, 0, 2, 1], [0, 3, 0, 2], [1, 0, 0, 3], [0, 0, 0, 1]]";
    DatasetCatalog catalog =
        catalog(
            String.join(
                "\n",
                "datasets:",
                "  - {name: a, root: r, layout: slices, spacing: [1, 2, 3], orientation: [SI, AP, LR]}",
                "  - {name: b, root: r, layout: slices, affine: " + affine + "}",
                "  - {name: c, like: a, root: r, orientation: RAS}",
                "  - {name: d, like: b, root: r}",
                "  - {name: e, like: a, root: r, spacing: [1, 3, 2], affine: " + affine + "}",
                "  - {name: f, root: r, layout: slices}",
                ""));
    Affine stated =
        Affine.of(new double[][] {{0, 0, 2, 1}, {0, 3, 0, 2}, {1, 0, 0, 3}, {0, 0, 0, 1}});
    Scan plain = scan(Map.of());

    assertThat(plain.affine(catalog.dataset("a")))
        .isEqualTo(Affine.of(Orientation.parse("IPR"), new Spacing(1, 2, 3)));
    assertThat(plain.affine(catalog.dataset("c")))
        .isEqualTo(Affine.of(Orientation.parse("RAS"), new Spacing(1, 2, 3)));
    assertThat(plain.affine(catalog.dataset("d"))).isEqualTo(stated);
    assertThat(plain.spacing(catalog.dataset("d"))).isEqualTo(new Spacing(1, 3, 2));
    assertThat(catalog.dataset("e").orientation()).isNull();
    assertThat(plain.affine(catalog.dataset("f"))).isNull();
    assertThat(scan(Map.of("scan_orientation", "LPS")).affine(catalog.dataset("b")))
        .isEqualTo(Affine.of(Orientation.parse("LPS"), new Spacing(1, 3, 2)));
    Scan own = scan(Map.of("scan_affine", rows(stated)));
    assertThat(own.affine(catalog.dataset("a"))).isEqualTo(stated);
    assertThat(own.spacing(catalog.dataset("a"))).isEqualTo(new Spacing(1, 3, 2));
    assertThatThrownBy(
            () -> scan(Map.of("scan_spacing", List.of(1, 1, 1))).affine(catalog.dataset("b")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid affine of scan 1_V00: its voxels are 1.0 x 3.0 x 2.0 mm, but the spacing says"
                + " 1.0 x 1.0 x 1.0 mm");
  }

  /** YAML 1.1 has no number without a point and with an exponent; voxels of 0.3 micrometres do. */
  @Test
  void smallVoxelsAreWrittenWithExponents() throws IOException {
    DatasetCatalog catalog =
        catalog(
            """
            datasets:
              - {name: a, root: r, layout: volumes, spacing: [3e-4, 3E-4, 7e-04]}
              - name: b
                root: r
                layout: volumes
                affine: [[0, 3e-04, 0, 0], [3e-4, 0, 5e-05, 0], [0, 0, 7e-4, +1e1], [0, 0, 0, 1]]
                scans: {a: {scan_spacing: [3e-4, 1, 1]}}
            """);

    assertThat(catalog.dataset("a").spacing()).isEqualTo(new Spacing(3e-4, 3e-4, 7e-4));
    assertThat(catalog.dataset("b").affine().get(1, 2)).isEqualTo(5e-5);
    assertThat(catalog.dataset("b").affine().get(2, 3)).isEqualTo(10);
    assertThat(scan(catalog.dataset("b").scanOverrides().get("a")).spacing(catalog.dataset("a")))
        .isEqualTo(new Spacing(3e-4, 1, 1));
    refuses(
        "    spacing: [3e-4, 1, x]\n",
        "Invalid spacing of dataset knees in FILE: [3.0E-4, 1, x]: three numbers are expected, mm along height, width and depth");
  }

  private static Scan scan(Map<String, Object> overrides) {
    return new Scan(
        "1_V00", "1", new ScanSource.VolumeFile("a.h5", "volume", null, null), 1, overrides);
  }

  private static List<List<Double>> rows(Affine affine) {
    return IntStream.range(0, 4)
        .mapToObj(row -> IntStream.range(0, 4).mapToObj(column -> affine.get(row, column)).toList())
        .toList();
  }

  @Test
  void refusesWorldsThatAreNone() {
    String sides = ": three sides are expected, one of each pair L R, A P, I S: RAS, or SI AP LR";
    refuses("    orientation: RAL\n", "Invalid orientation of dataset knees in FILE: RAL" + sides);
    refuses(
        "    orientation: [SI, SI, LR]\n",
        "Invalid orientation of dataset knees in FILE: [SI, SI, LR]" + sides);
    refuses(
        "    scans: {a: {scan_orientation: 3}}\n",
        "Invalid scan_orientation of scan a of dataset knees in FILE: 3" + sides);
    String rows =
        ": four rows of four numbers are expected, the last 0, 0, 0, 1, whose columns span space";
    refuses("    affine: [1, 2]\n", "Invalid affine of dataset knees in FILE: [1, 2]" + rows);
    refuses(
        "    scans: {a: {scan_affine: x}}\n",
        "Invalid scan_affine of scan a of dataset knees in FILE: x" + rows);
    String affine = "    affine: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]\n";
    refuses(
        affine + "    orientation: RAS\n",
        "Invalid orientation of dataset knees in FILE: RAS: the affine says it already");
    refuses(
        affine + "    spacing: [1, 1, 2]\n",
        "Invalid spacing of dataset knees in FILE: [1, 1, 2]: the affine's voxels are"
            + " 1.0 x 1.0 x 1.0 mm");
  }
}
