package io.medseg.dataset;

import io.medseg.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The folder of a dataset, listed once and file by file: a folder may hold millions, so no list of
 * them is kept. Hidden files are not visited. Remembers enough to say what was there instead of
 * scans.
 */
final class Folder {
  private final Dataset dataset;
  private final FileSystem files;
  private final Path path;
  private long fileCount;
  private long folderCount;
  private String example;

  /** What is done with each file. */
  @FunctionalInterface
  interface FileVisitor {
    /**
     * @param modified when it was written, ms since 1970
     * @return whether the file belongs to the dataset
     */
    boolean visit(String name, long bytes, long modified);
  }

  Folder(Dataset dataset, FileSystem files) {
    this(dataset, files, new Path(dataset.root()));
  }

  /** A folder of the dataset that is not its root. */
  Folder(Dataset dataset, FileSystem files, Path path) {
    this.dataset = dataset;
    this.files = files;
    this.path = files.makeQualified(path);
  }

  /** Its qualified path: with file system and from the root. */
  String location() {
    return path.toString();
  }

  /** Visits every file, in no particular order. */
  void visit(FileVisitor visitor) {
    try {
      FileStatus status = files.getFileStatus(path);
      if (!status.isDirectory()) {
        throw new InputException(
            "Cannot list dataset %s: %s is a file; layout %s expects a folder"
                .formatted(dataset.name(), path, dataset.layout()));
      }
      if (files instanceof LocalFileSystem local) {
        visitLocal(local.pathToFile(path).toPath(), visitor);
      } else {
        visitRemote(visitor);
      }
    } catch (FileNotFoundException e) {
      throw new InputException(
          "Cannot list dataset %s: there is no folder %s%s"
              .formatted(dataset.name(), path, Layouts.ABOUT_ROOTS),
          e);
    } catch (IOException e) {
      throw new InputException(
          "Cannot list dataset %s in %s: %s".formatted(dataset.name(), path, e.getMessage()), e);
    }
  }

  private void visitRemote(FileVisitor visitor) throws IOException {
    RemoteIterator<FileStatus> listing = files.listStatusIterator(path);
    while (listing.hasNext()) {
      FileStatus status = listing.next();
      if (!isFolder(status.isDirectory())) {
        long modified = status.getModificationTime();
        visit(status.getPath().getName(), status.getLen(), modified, visitor);
      }
    }
  }

  /** Hadoop's local file system would keep a list of everything and take several times as long. */
  private void visitLocal(java.nio.file.Path folder, FileVisitor visitor) throws IOException {
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        1,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(java.nio.file.Path file, BasicFileAttributes found) {
            if (!isFolder(found.isDirectory())) {
              String name = file.getFileName().toString();
              long modified = found.lastModifiedTime().toMillis();
              Folder.this.visit(name, found.size(), modified, visitor);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Whether a name is of what systems leave beside data: macOS's "._0000001_V00.h5" and
   * ".DS_Store", temporary files, Hadoop's "_SUCCESS". Hadoop takes the same names for hidden.
   */
  static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  /** Counts folders. */
  private boolean isFolder(boolean found) {
    folderCount += found ? 1 : 0;
    return found;
  }

  private void visit(String name, long bytes, long modified, FileVisitor visitor) {
    if (isHidden(name)) {
      return;
    }
    fileCount++;
    if (!visitor.visit(name, bytes, modified) && (example == null || name.compareTo(example) < 0)) {
      example = name;
    }
  }

  /** The failure to report when no file made a scan. */
  InputException nothingLooksLike(String name) {
    String what = "Cannot find scans of dataset %s in %s: ".formatted(dataset.name(), path);
    if (fileCount + folderCount == 0) {
      return new InputException(what + "the folder is empty");
    }
    return new InputException(
        what
            + "no file name looks like "
            + name
            + "; the folder holds "
            + count(fileCount, "file")
            + (example == null ? "" : ", as in " + example)
            + (folderCount == 0 ? "" : ", and " + count(folderCount, "folder")));
  }

  /** The failure to report when every scan is an augmented copy. */
  InputException onlyCopies(Iterable<String> stems) {
    String first = null;
    for (String stem : stems) {
      first = first == null || stem.compareTo(first) < 0 ? stem : first;
    }
    return new InputException(
        ("Cannot find scans of dataset %s in %s: there are only augmented copies, as in %s;"
                + " take them with augmentations: all")
            .formatted(dataset.name(), path, first));
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
