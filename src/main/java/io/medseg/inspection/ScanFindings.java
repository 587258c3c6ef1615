package io.medseg.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the voxels of one scan give reason to say. */
public final class ScanFindings {
  private static final int NAMED = 5;

  private final ScanFacts facts;
  private final List<Finding> findings = new ArrayList<>();

  private ScanFindings(ScanFacts facts) {
    this.facts = facts;
  }

  /** Of a scan that was read. */
  public static List<Finding> of(ScanFacts facts, ClassRule rule) {
    ScanFindings found = new ScanFindings(facts);
    found.image(facts.image(), "", facts.location());
    for (int i = 0; i < facts.contrasts().size(); i++) {
      ContrastFacts contrast = facts.contrasts().get(i);
      found.image(contrast.image(), "contrast %s: ".formatted(i + 2), contrast.location());
    }
    if (facts.masks() != null) {
      found.masks(facts.masks(), rule);
    }
    return List.copyOf(found.findings);
  }

  /**
   * @param which stands before what is said of the image
   */
  private void image(ImageFacts image, String which, String location) {
    if (image.notANumber() > 0) {
      add(
          FindingCode.NOT_A_NUMBER,
          which
              + "%s of %s voxels are NaN; a model makes NaN of every window with one: replace them"
                  .formatted(image.notANumber(), voxels()),
          location);
    }
    if (image.infinite() > 0) {
      add(
          FindingCode.INFINITE,
          which
              + "%s of %s voxels are infinite; expected finite numbers that fit float32: replace them"
                  .formatted(image.infinite(), voxels()),
          location);
    }
    if (image.isZero()) {
      add(
          FindingCode.ZERO_IMAGE,
          which + "every voxel is 0: it was written wrongly, or is no image",
          location);
    } else if (image.isConstant()) {
      add(
          FindingCode.CONSTANT_IMAGE,
          which
              + "every voxel is %s: it was written wrongly, or is no image"
                  .formatted((float) image.finite().min()),
          location);
    }
    if (!image.repeated().isEmpty()) {
      add(
          FindingCode.IDENTICAL_SLICES,
          which
              + "%s the same voxels as the slice before (slices from 1): look for a slice that was written twice"
                  .formatted(
                      slices(image.repeated()) + (image.repeated().size() == 1 ? " has" : " have")),
          location);
    }
  }

  private long voxels() {
    return facts.stored().shape().elements();
  }

  private void masks(MaskFacts masks, ClassRule rule) {
    List<String> empty =
        masks.classes().stream().filter(one -> one.voxels() == 0).map(ClassVoxels::name).toList();
    if (!empty.isEmpty()) {
      add(
          FindingCode.EMPTY_CLASS,
          "no voxel is in %s; distances and overlaps of an empty class are not defined"
              .formatted(String.join(", ", empty)));
    }
    if (masks.overlap() > 0) {
      String expected =
          rule == ClassRule.EXCLUSIVE
              ? "; expected one at most, since the experiment's activation is softmax"
              : "; that is legal with sigmoid, and an error with softmax";
      findings.add(
          new Finding(
              rule.overlap(),
              FindingCode.OVERLAP,
              facts.dataset(),
              facts.scanId(),
              message(
                  "%s of %s voxels are in more than one class%s"
                      .formatted(masks.overlap(), voxels(), expected),
                  facts.location())));
    }
    if (!masks.refusal().isEmpty()) {
      add(FindingCode.MIXED_MASK, masks.refusal());
    } else if (masks.odd() > 0) {
      add(
          FindingCode.MASK_VALUES,
          "mask values that are neither 0 nor 1: %s; they are read as 1".formatted(masks.odd()));
    }
  }

  private void add(FindingCode code, String text) {
    add(code, text, facts.location());
  }

  private void add(FindingCode code, String text, String location) {
    findings.add(Finding.ofScan(code, facts.dataset(), facts.scanId(), message(text, location)));
  }

  private String message(String text, String location) {
    return "Scan %s: %s (%s)".formatted(facts.scanId(), text, location);
  }

  /** As in "slice 3" and "slices 1, 2, 3, 4, 5 and 7 more". */
  static String slices(List<Integer> ids) {
    String named = ids.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
    String more = ids.size() > NAMED ? " and " + (ids.size() - NAMED) + " more" : "";
    return (ids.size() == 1 ? "slice " : "slices ") + named + more;
  }
}
