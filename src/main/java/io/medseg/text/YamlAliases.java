package io.medseg.text;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Looks at what the aliases of a YAML document stand for, before values are made of it: a few dozen
 * of them, each a list of others, can stand for more values than any memory holds. One document,
 * one thread.
 */
final class YamlAliases {
  /** Values that a document may stand for, however few it writes. */
  private static final long MOST_VALUES = 100_000;

  /** More are allowed to a document that writes many; each of them may be used so often. */
  private static final long USES = 10;

  /** Values that a node stands for; 0 while that is found out. */
  private final Map<Node, Long> values = new IdentityHashMap<>();

  private boolean isCircular;

  private YamlAliases() {}

  /** What is wrong with the aliases of a document; null if nothing is. */
  static String problem(Node document) {
    if (document == null) {
      return null;
    }
    YamlAliases aliases = new YamlAliases();
    long values = aliases.values(document);
    if (aliases.isCircular) {
      return "an alias (*name) refers to a node that it is part of";
    }
    if (values > Math.max(MOST_VALUES, USES * aliases.values.size())) {
      return "its aliases (*name) stand for %s values, more than the %d that are allowed; write out what is meant"
          .formatted(values == Long.MAX_VALUE ? "more than 10^18" : "" + values, MOST_VALUES);
    }
    return null;
  }

  private long values(Node node) {
    Long known = values.get(node);
    if (known != null) {
      isCircular |= known == 0;
      return known;
    }
    values.put(node, 0L);
    long count = 1;
    for (Node child : children(node)) {
      long more = values(child);
      count = count > Long.MAX_VALUE - more ? Long.MAX_VALUE : count + more;
    }
    values.put(node, count);
    return count;
  }

  private static List<Node> children(Node node) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    List<Node> children = new ArrayList<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        children.add(entry.getKeyNode());
        children.add(entry.getValueNode());
      }
    }
    return children;
  }
}
