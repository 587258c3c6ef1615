package io.medseg.hdf5;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds objects of a file by their paths. Only the groups on a path and what it leads to are looked
 * at. One thread at a time.
 */
final class ObjectTree {
  /** As libhdf5 has it, which takes more for a loop. */
  private static final int MOST_SOFT_LINKS = 16;

  /** The root and those of the last scans. */
  private static final int KEPT_GROUPS = 8;

  private final Metadata metadata;
  private final Map<Long, Map<String, GroupLink>> groups =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Map<String, GroupLink>> eldest) {
          return size() > KEPT_GROUPS;
        }
      };

  ObjectTree(Metadata metadata) {
    this.metadata = metadata;
  }

  static boolean isDataset(ObjectHeader header) {
    return header.has(ObjectHeader.DATATYPE) && header.has(ObjectHeader.DATASPACE);
  }

  /**
   * The header of the object at a path, null if there is none of that name.
   *
   * @throws Refusal if a link on the path leads nowhere, or out of the file
   */
  ObjectHeader find(String path) {
    return find(metadata.root(), path, MOST_SOFT_LINKS);
  }

  /** Whether there is something of that name, be it of use or not. */
  boolean names(String path) {
    int slash = path.lastIndexOf('/');
    ObjectHeader folder = find(path.substring(0, Math.max(0, slash)));
    return folder != null
        && GroupLinks.isGroup(folder)
        && links(folder).containsKey(path.substring(slash + 1));
  }

  /** The links of a group, in the order of the file. */
  Map<String, GroupLink> links(ObjectHeader group) {
    Map<String, GroupLink> known = groups.get(group.address());
    if (known == null) {
      known = GroupLinks.of(metadata, group);
      groups.put(group.address(), known);
    }
    return known;
  }

  private ObjectHeader find(long from, String path, int softLinks) {
    ObjectHeader found = group(path.startsWith("/") ? metadata.root() : from);
    for (String step : path.split("/")) {
      if (!step.isEmpty() && !step.equals(".")) {
        GroupLink link = GroupLinks.isGroup(found) ? links(found).get(step) : null;
        if (link == null) {
          return null;
        }
        found = target(found.address(), step, link, softLinks);
      }
    }
    return found;
  }

  /** The header of a group, in which a path begins. */
  private ObjectHeader group(long address) {
    ObjectHeader header = metadata.header(address);
    if (!GroupLinks.isGroup(header)) {
      throw new Refusal(
          "the object header at " + address + " is damaged: it is not that of a group");
    }
    return header;
  }

  private ObjectHeader target(long group, String name, GroupLink link, int softLinks) {
    if (link instanceof GroupLink.Hard hard) {
      return metadata.header(hard.address());
    }
    if (link instanceof GroupLink.Elsewhere elsewhere) {
      throw new Refusal(
          "link %s leads out of the file (%s), which is not supported; h5repack, or h5copy -f ext, puts the data into one file"
              .formatted(name, elsewhere.what()));
    }
    String path = ((GroupLink.Soft) link).path();
    if (softLinks == 0) {
      throw new Refusal(
          "link %s leads to %s, and so on over more than %d links: they go in a circle, or are too many"
              .formatted(name, path, MOST_SOFT_LINKS));
    }
    ObjectHeader found = find(group, path, softLinks - 1);
    if (found == null) {
      throw new Refusal(
          "link %s leads nowhere: there is no %s"
              .formatted(name, path.isEmpty() ? "target" : path));
    }
    return found;
  }
}
