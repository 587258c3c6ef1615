package io.medseg.dataset;

import io.medseg.volume.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the voxels of a scan lie. Paths are Hadoop paths as strings, so that a source travels. */
public sealed interface ScanSource extends Serializable {
  /** The file to name in messages about the scan. */
  String location();

  /** Everything that tells it from other sources, as a text. */
  String identity();

  /** Every file of it, once: those of images first, then those of masks alone. */
  List<String> files();

  /** The same image as a scan that has no masks. */
  ScanSource withoutMasks();

  private static boolean isImage(ScanSource source) {
    return !(source instanceof Contrasts || source instanceof Refused);
  }

  /**
   * One pair of files per slice, {@code <folder>/<stem>_<slice, 3 digits>.im} and {@code .seg};
   * compact, since a catalog may hold millions of files.
   *
   * @param folder the folder of the files
   * @param stem file name up to the slice, as in "1000001_V00-Aug00"
   * @param sliceIds the slices that are there, ascending, from 1
   * @param masks whether the .seg files are there as well
   */
  record Slices(String folder, String stem, int[] sliceIds, boolean masks) implements ScanSource {
    /** Image file of a slice. */
    public String imageFile(int sliceId) {
      return String.format(Locale.ROOT, "%s/%s_%03d.im", folder, stem, sliceId);
    }

    /** Mask file of a slice. */
    public String maskFile(int sliceId) {
      return String.format(Locale.ROOT, "%s/%s_%03d.seg", folder, stem, sliceId);
    }

    @Override
    public String location() {
      return folder + "/" + stem + "_*.im";
    }

    @Override
    public String identity() {
      return "slices " + folder + " " + stem + " " + Arrays.toString(sliceIds) + " " + masks;
    }

    @Override
    public List<String> files() {
      List<String> files = new ArrayList<>();
      Arrays.stream(sliceIds).mapToObj(this::imageFile).forEach(files::add);
      if (masks) {
        Arrays.stream(sliceIds).mapToObj(this::maskFile).forEach(files::add);
      }
      return files;
    }

    @Override
    public ScanSource withoutMasks() {
      return new Slices(folder, stem, sliceIds, false);
    }
  }

  /**
   * Whole volumes, each a dataset of an HDF5 file.
   *
   * @param imageFile file of the image
   * @param imageDataset path of the image inside it; null: {@code volume}, else {@code data}
   * @param maskFile file of the masks, may be the same; null: no masks
   * @param maskDataset path of the masks inside it; null: {@code seg}, else {@code data}
   */
  record VolumeFile(String imageFile, String imageDataset, String maskFile, String maskDataset)
      implements ScanSource {
    @Override
    public String location() {
      return imageFile;
    }

    @Override
    public String identity() {
      return toString();
    }

    @Override
    public List<String> files() {
      return maskFile == null || maskFile.equals(imageFile)
          ? List.of(imageFile)
          : List.of(imageFile, maskFile);
    }

    @Override
    public ScanSource withoutMasks() {
      return new VolumeFile(imageFile, imageDataset, null, null);
    }
  }

  /**
   * The same voxels imaged several times (echoes, sequences), for loaders that stack them. No
   * layout of the project's own makes it; one of the user's may.
   *
   * @param first its masks are the scan's, and previews show its image
   * @param others the further images, at least one, each H x W x D as the first; their masks are
   *     not looked at
   */
  record Contrasts(ScanSource first, List<ScanSource> others) implements ScanSource {
    /** Copies the list. */
    public Contrasts {
      others = List.copyOf(others);
      if (others.isEmpty() || !isImage(first) || !others.stream().allMatch(ScanSource::isImage)) {
        throw new IllegalArgumentException(
            "Contrasts are two images or more, not " + first + " and " + others);
      }
    }

    @Override
    public String location() {
      return first.location();
    }

    @Override
    public String identity() {
      return "contrasts "
          + Stream.concat(Stream.of(first), others.stream())
              .map(ScanSource::identity)
              .collect(Collectors.joining(", "));
    }

    @Override
    public List<String> files() {
      Stream<ScanSource> images =
          Stream.concat(Stream.of(first), others.stream()).map(ScanSource::withoutMasks);
      return Stream.concat(images, Stream.of(first))
          .flatMap(source -> source.files().stream())
          .distinct()
          .toList();
    }

    @Override
    public ScanSource withoutMasks() {
      return new Contrasts(first.withoutMasks(), others);
    }
  }

  /**
   * A scan that the dataset names but that is not read, since its id or the name of its file could
   * do harm; a run reports it as a failure and goes on.
   *
   * @param location where it was found
   * @param reason why it is refused, to stand behind "Cannot read scan X: "
   */
  record Refused(String location, String reason) implements ScanSource {
    @Override
    public String identity() {
      return toString();
    }

    @Override
    public List<String> files() {
      return List.of();
    }

    @Override
    public ScanSource withoutMasks() {
      return this;
    }
  }

  /**
   * A whole volume, its masks and its statistics in one HDF5 file; what is read is {@code (image -
   * mean) / std}.
   *
   * @param file the file
   * @param image path of the image inside it
   * @param statistics path of the group whose scalars {@code mean} and {@code std} are the image's
   * @param masks path of the masks inside it; where it is null or there is no such dataset, the
   *     scan has no masks
   * @param declared shape that the dataset's description gives the image; null if it gives none
   */
  record NormalizedVolume(
      String file, String image, String statistics, String masks, Shape declared)
      implements ScanSource {
    @Override
    public String location() {
      return file;
    }

    @Override
    public String identity() {
      return toString();
    }

    @Override
    public List<String> files() {
      return List.of(file);
    }

    @Override
    public ScanSource withoutMasks() {
      return new NormalizedVolume(file, image, statistics, null, declared);
    }
  }
}
