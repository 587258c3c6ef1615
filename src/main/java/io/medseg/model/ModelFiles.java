package io.medseg.model;

import io.medseg.InputException;
import io.medseg.MissingPath;
import io.medseg.SpecialFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files of a SavedModel directory on any Hadoop file system, by relative name in order of
 * characters. Hadoop's own checksum files (.NAME.crc) are not among them.
 */
final class ModelFiles {
  private static final String GRAPH = "saved_model.pb";
  private static final int NAMES_SHOWN = 10;

  private final FileSystem files;
  private final Path directory;
  private final List<FileStatus> found;

  private ModelFiles(FileSystem files, Path directory, List<FileStatus> found) {
    this.files = files;
    this.directory = directory;
    this.found = found;
  }

  /**
   * Lists them.
   *
   * @throws InputException if there is no such directory or it holds no saved_model.pb
   */
  static ModelFiles list(String uri, Configuration hadoop) {
    try {
      Path path = new Path(uri);
      FileSystem files = path.getFileSystem(hadoop);
      Path directory = files.makeQualified(path);
      if (files.getFileStatus(directory).isFile()) {
        throw new InputException(
            ("Cannot load model %s: it is a file; a SavedModel directory is needed,"
                    + " as Keras writes it with model.export(DIR)")
                .formatted(uri));
      }
      if (!files.exists(new Path(directory, GRAPH))) {
        throw new InputException(
            "Cannot load model %s: it holds no %s; found: %s"
                .formatted(uri, GRAPH, names(files.listStatus(directory))));
      }
      return new ModelFiles(files, directory, walk(files, directory));
    } catch (FileNotFoundException e) {
      throw new InputException(
          "Cannot load model %s: there is no such directory%s"
              .formatted(uri, MissingPath.place(new Path(uri), hadoop)),
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException("Cannot load model %s: %s".formatted(uri, e.getMessage()), e);
    }
  }

  private static List<FileStatus> walk(FileSystem files, Path directory) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> iterator = files.listFiles(directory, true);
    while (iterator.hasNext()) {
      FileStatus file = iterator.next();
      String name = file.getPath().getName();
      if (!(name.startsWith(".") && name.endsWith(".crc"))) {
        refuseSpecial(name, file.getPath());
        found.add(file);
      }
    }
    found.sort(Comparator.comparing(file -> relativeName(directory, file)));
    return List.copyOf(found);
  }

  private static void refuseSpecial(String name, Path file) throws IOException {
    try {
      SpecialFiles.refuse(file.toUri());
    } catch (IOException e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
  }

  private static String names(FileStatus[] entries) {
    if (entries.length == 0) {
      return "nothing";
    }
    String shown =
        Stream.of(entries)
            .map(entry -> entry.getPath().getName() + (entry.isDirectory() ? "/" : ""))
            .sorted()
            .limit(NAMES_SHOWN)
            .collect(Collectors.joining(", "));
    int hidden = entries.length - NAMES_SHOWN;
    return hidden > 0 ? shown + " and " + hidden + " more" : shown;
  }

  /** The directory, with scheme and authority. */
  Path directory() {
    return directory;
  }

  /** The files, in order of their relative names. */
  List<FileStatus> found() {
    return found;
  }

  /** As in "variables/variables.index". */
  String relativeName(FileStatus file) {
    return relativeName(directory, file);
  }

  private static String relativeName(Path directory, FileStatus file) {
    return directory.toUri().relativize(file.getPath().toUri()).getPath();
  }

  /** The bytes of one of them. */
  InputStream open(FileStatus file) throws IOException {
    return files.open(file.getPath());
  }

  /** The bytes of saved_model.pb. */
  InputStream openGraph() throws IOException {
    return files.open(new Path(directory, GRAPH));
  }
}
