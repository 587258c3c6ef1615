package io.medseg.hdf5;

import io.medseg.volume.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which axis of a dataset is too many or at the wrong place, to stand at the end of a message. No
 * setting drops or turns axes, so what helps is told in numpy's words: {@code x} is the array that
 * has to be written anew.
 */
final class AxisAdvice {
  private AxisAdvice() {}

  /** For an image that is not H x W x D; empty if nothing can be told. */
  static String image(Shape image) {
    return image.rank() > 3 ? tooMany(axes(image), 3) : "";
  }

  /** For masks that do not fit H x W x D; empty if nothing can be told. */
  static String masks(Shape image, Shape masks) {
    List<Integer> wanted = axes(image);
    List<Integer> found = axes(masks);
    if (found.size() > 4) {
      return tooMany(found, 4);
    }
    if (found.size() != 4 || found.subList(0, 3).equals(wanted)) {
      return "";
    }
    if (found.subList(1, 4).equals(wanted)) {
      return "; the axis of classes comes first: write numpy.moveaxis(x, 0, -1), and if MATLAB wrote image and masks, whose axes are in turned order then, x.transpose() of both";
    }
    List<Integer> turned = new ArrayList<>(found);
    Collections.reverse(turned);
    return turned.subList(0, 3).equals(wanted)
        ? "; its axes are in turned order, as MATLAB writes them: write x.transpose()"
        : "";
  }

  private static String tooMany(List<Integer> axes, int wanted) {
    List<Integer> ones =
        IntStream.range(0, axes.size()).filter(axis -> axes.get(axis) == 1).boxed().toList();
    if (ones.isEmpty() || axes.size() - ones.size() > wanted) {
      return "; it has %d axes too many: write one dataset for each image"
          .formatted(axes.size() - wanted);
    }
    // The last ones: a volume of one slice keeps its axis.
    List<Integer> dropped = ones.subList(0, Math.min(ones.size(), axes.size() - wanted));
    if (ones.contains(axes.size() - 1) && wanted == 3) {
      dropped = ones.subList(ones.size() - dropped.size(), ones.size());
    }
    String names = dropped.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return "; axis %s (from 0) of length 1 is too many: write x.squeeze(%s)"
        .formatted(names, dropped.size() == 1 ? names : "(" + names + ")");
  }

  private static List<Integer> axes(Shape shape) {
    return IntStream.of(shape.toArray()).boxed().toList();
  }
}
