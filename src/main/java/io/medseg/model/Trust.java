package io.medseg.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether somebody else could have put or changed what lies at a path: code is loaded from there. A
 * file or folder can be trusted if it belongs to this process's user or to root and nobody else may
 * write to it, and if the same is true of every folder above it. Folders above may be open to all
 * if they are sticky, as /tmp is, since nobody can replace what belongs to another there.
 * Immutable.
 *
 * @param user number of this process's user
 */
record Trust(int user) {
  private static final int ROOT = 0;
  private static final int OTHERS_WRITE = 02;
  private static final int GROUP_WRITE = 020;
  private static final int STICKY = 01000;
  private static final int PERMISSIONS = 07777;

  /** What the user of this process can trust. */
  static Trust ofThisProcess() throws IOException {
    Path self = Path.of("/proc/self");
    if (Files.exists(self)) {
      return new Trust(userOf(self));
    }
    // Asked of a file rather than of user.name, which containers do not always know.
    Path probe = Files.createTempFile("medseg-", ".owner");
    try {
      return new Trust(userOf(probe));
    } finally {
      Files.delete(probe);
    }
  }

  private static int userOf(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid");
  }

  /**
   * Why this folder or one on the way to it cannot be trusted; empty if all can.
   *
   * @param folder exists
   */
  Optional<String> doubtOfWay(Path folder) throws IOException {
    List<Path> ways = new ArrayList<>();
    // The way as it is written, whose links others must not be able to turn, and where it leads.
    for (Path end : List.of(folder.toAbsolutePath().normalize(), folder.toRealPath())) {
      for (Path at = end; at != null; at = at.getParent()) {
        ways.add(at);
      }
    }
    for (Path at : ways) {
      boolean isEnd = at.equals(ways.get(0)) || at.equals(folder.toRealPath());
      Optional<String> doubt = isEnd ? doubt(at) : doubtAbove(at);
      if (doubt.isPresent()) {
        return doubt;
      }
    }
    return Optional.empty();
  }

  /** Why something in this folder, or the folder itself, cannot be trusted; empty if all can. */
  Optional<String> doubtOfContent(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        Optional<String> doubt =
            Files.isSymbolicLink(file) ? Optional.of(file + " is a symbolic link") : doubt(file);
        if (doubt.isPresent()) {
          return doubt;
        }
      }
    }
    return Optional.empty();
  }

  /** Why this file or folder, wherever it lies, cannot be trusted. */
  Optional<String> doubt(Path file) throws IOException {
    Facts facts = Facts.of(file);
    if (!isTrusted(facts.user)) {
      return Optional.of("%s belongs to user %s".formatted(file, facts.owner));
    }
    return facts.isOpen() ? Optional.of(others(file, facts)) : Optional.empty();
  }

  private Optional<String> doubtAbove(Path folder) throws IOException {
    Facts facts = Facts.of(folder);
    return isTrusted(facts.user) && facts.isSticky() ? Optional.empty() : doubt(folder);
  }

  private boolean isTrusted(int owner) {
    return owner == user || owner == ROOT;
  }

  private static String others(Path file, Facts facts) {
    return "others may write to %s (mode %04o)".formatted(file, facts.mode & PERMISSIONS);
  }

  /** Whether all may write to a folder and none may replace what is another's. */
  static boolean isShared(Path folder) throws IOException {
    Facts facts = Facts.of(folder.toRealPath());
    return facts.isOpen() && facts.isSticky();
  }

  /** Owner and mode of a file; of a link, of itself. */
  private record Facts(int user, String owner, String group, int mode, boolean isLink) {
    static Facts of(Path file) throws IOException {
      Map<String, Object> found =
          Files.readAttributes(
              file, "unix:uid,owner,group,mode,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
      return new Facts(
          (Integer) found.get("uid"),
          found.get("owner").toString(),
          found.get("group").toString(),
          (Integer) found.get("mode"),
          (Boolean) found.get("isSymbolicLink"));
    }

    /** Whether others than its owner may write; every user's own group is the user. */
    boolean isOpen() {
      boolean isOwnGroup = owner.equals(group);
      int open = isOwnGroup ? OTHERS_WRITE : OTHERS_WRITE | GROUP_WRITE;
      return !isLink && (mode & open) != 0;
    }

    boolean isSticky() {
      return (mode & STICKY) != 0;
    }
  }
}
