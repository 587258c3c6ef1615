package io.medseg.shards;

import io.medseg.volume.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape and type that arrays of elements have in common; an axis in which they differ has no
 * length. Mutable, one thread.
 */
final class ElementShape {
  private String type;
  private List<Integer> lengths;
  private long arrays;

  ElementShape() {}

  /** What was known once. */
  ElementShape(String type, List<Integer> lengths, long arrays) {
    this.type = type;
    this.lengths = lengths == null ? null : new ArrayList<>(lengths);
    this.arrays = arrays;
  }

  /** Takes an array into account; null is none. */
  void add(ArrayBytes array) {
    if (array != null) {
      add(new ElementShape(array.type().toString(), lengths(array.shape()), 1));
    }
  }

  private static List<Integer> lengths(Shape shape) {
    List<Integer> lengths = new ArrayList<>();
    for (int length : shape.toArray()) {
      lengths.add(length);
    }
    return lengths;
  }

  /** Takes what another knows into account. */
  void add(ElementShape other) {
    if (other.arrays == 0) {
      return;
    }
    if (arrays == 0) {
      type = other.type;
      lengths = new ArrayList<>(other.lengths);
    } else {
      reconcile(other);
    }
    arrays += other.arrays;
  }

  private void reconcile(ElementShape other) {
    if (lengths.size() != other.lengths.size() || !type.equals(other.type)) {
      lengths = new ArrayList<>();
      return;
    }
    for (int axis = 0; axis < lengths.size(); axis++) {
      Integer length = lengths.get(axis);
      if (length != null && !length.equals(other.lengths.get(axis))) {
        lengths.set(axis, null);
      }
    }
  }

  String type() {
    return type;
  }

  List<Integer> lengths() {
    return lengths;
  }

  long arrays() {
    return arrays;
  }

  /** As an index tells it; null if there was no array. */
  Map<String, Object> json() {
    if (arrays == 0) {
      return null;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dtype", type);
    json.put("shape", lengths);
    return json;
  }
}
