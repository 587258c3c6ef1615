package io.medseg.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.medseg.InputException;
import io.medseg.volume.MaskVolume;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostProcessesTest {
  private static final ClassNames KNEE =
      new ClassNames(
          List.of("femoral cartilage", "tibial cartilage", "meniscus"), List.of("fc", "tc", "men"));

  @Test
  void classesGoByNameAbbreviationOrNumber() {
    assertThat(texts("keep-largest=tibial cartilage,fc,3"))
        .containsExactly("keep-largest:26=tibial cartilage,femoral cartilage,meniscus");
  }

  @Test
  void withoutClassesAStepTreatsAll() {
    assertThat(texts("keep-largest, fill-holes ,min-size=20"))
        .containsExactly(
            "keep-largest:26=femoral cartilage,tibial cartilage,meniscus",
            "fill-holes:6=femoral cartilage,tibial cartilage,meniscus",
            "min-size:26=20,femoral cartilage,tibial cartilage,meniscus");
  }

  @Test
  void connectivityStandsBehindTheName() {
    assertThat(texts("keep-largest:6=fc,fill-holes:18,min-size:6=5,tc,men,keep-largest:18"))
        .containsExactly(
            "keep-largest:6=femoral cartilage",
            "fill-holes:18=femoral cartilage,tibial cartilage,meniscus",
            "min-size:6=5,tibial cartilage,meniscus",
            "keep-largest:18=femoral cartilage,tibial cartilage,meniscus");
  }

  @Test
  void whatItResolvedToMeansTheSame() {
    List<String> resolved = texts("fill-holes:18=2,min-size=7,fc,keep-largest");

    assertThat(texts(String.join(",", resolved))).isEqualTo(resolved);
  }

  @Test
  void aStepOfTheUsersOwnIsNamedInFull() {
    assertThat(texts("keep-largest=fc," + Clear.class.getName()))
        .containsExactly("keep-largest:26=femoral cartilage", "clear");
  }

  @Test
  void noTextIsNoStep() {
    assertThat(PostProcesses.parse(null, KNEE)).isEqualTo(PostProcessing.NONE);
  }

  @Test
  void whatIsUnknownIsRefusedWithWhatIsKnown() {
    refuses(
        "keep-largets",
        "Invalid post-processing step: keep-largets; known are keep-largest, fill-holes, min-size,"
            + " or the full name of a class given with --jars");
    refuses(
        "keep-largest=fc,patella",
        "Invalid --postprocess: patella of keep-largest is neither a class (1 femoral cartilage"
            + " (fc), 2 tibial cartilage (tc), 3 meniscus (men)) nor a step (keep-largest,"
            + " fill-holes, min-size)");
    refuses(
        "fill-holes=0",
        "Invalid --postprocess: 0 of fill-holes is neither a class (1 femoral cartilage"
            + " (fc), 2 tibial cartilage (tc), 3 meniscus (men)) nor a step (keep-largest,"
            + " fill-holes, min-size)");
    refuses(
        "keep-largest:8",
        "Invalid --postprocess: keep-largest:8: the connectivity is one of 6, 18, 26");
  }

  @Test
  void whatContradictsItselfIsRefused() {
    refuses(
        "keep-largest=fc,1",
        "Invalid --postprocess: keep-largest names the class femoral cartilage twice");
    refuses(
        "keep-largest=fc,",
        "Invalid --postprocess: \"keep-largest=fc,\": nothing stands before or after a comma or"
            + " after =");
    refuses(
        "keep-largest=",
        "Invalid --postprocess: \"keep-largest=\": nothing stands before or after a comma or"
            + " after =");
    refuses(
        "min-size",
        "Invalid --postprocess: min-size needs a number of voxels of at least 1 first, as in"
            + " min-size=50; found nothing");
    refuses(
        "min-size=0",
        "Invalid --postprocess: min-size needs a number of voxels of at least 1 first, as in"
            + " min-size=50; found 0");
    refuses(
        "min-size=fc",
        "Invalid --postprocess: min-size needs a number of voxels of at least 1 first, as in"
            + " min-size=50; found fc");
  }

  @Test
  void stepsTravel() throws IOException, ClassNotFoundException {
    PostProcessing given = PostProcesses.parse("keep-largest=fc,fill-holes,min-size=3,tc", KNEE);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(given);
    }

    PostProcessing arrived;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      arrived = (PostProcessing) in.readObject();
    }

    assertThat(arrived).isEqualTo(given).hasSameHashCodeAs(given);
    assertThat(arrived.texts()).isEqualTo(given.texts());
    MaskVolume there = labels();
    MaskVolume here = labels();
    arrived.apply(there);
    given.apply(here);
    assertThat(there).isEqualTo(here).isNotEqualTo(labels());
  }

  private static MaskVolume labels() {
    return TestMasks.drawn("#.##.###")
        .collate(List.of(new int[] {0, 0}, new int[] {0, 0}, new int[] {0, 0}));
  }

  private static List<String> texts(String text) {
    return PostProcesses.parse(text, KNEE).texts();
  }

  private static void refuses(String text, String message) {
    assertThatThrownBy(() -> PostProcesses.parse(text, KNEE))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  /** Takes everything away. */
  public static final class Clear implements PostProcess {
    private static final long serialVersionUID = 1L;

    /** As every step outside the project. */
    public Clear(StepArguments arguments) {
      assertThat(arguments.classes()).isEqualTo(KNEE);
    }

    @Override
    public void apply(MaskVolume labels) {
      for (int c = 0; c < labels.classes(); c++) {
        java.util.Arrays.fill(labels.words(c), 0);
      }
    }

    @Override
    public String toString() {
      return "clear";
    }
  }

  @Test
  void anAbbreviationOfTwoClassesIsRefused() {
    ClassNames names = new ClassNames(List.of("left", "right"), List.of("k", "k"));
    assertThatThrownBy(() -> names.find("k"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Invalid class: k: it is the abbreviation of several; give a name or a number:"
                + " 1 left (k), 2 right (k)");
    assertThat(names.find("2")).isEqualTo(1);
  }
}
