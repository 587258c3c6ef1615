package io.medseg.segmentation;

import io.medseg.InputException;
import io.medseg.hdf5.HalfFloat;
import io.medseg.hdf5.Hdf5Writer;
import io.medseg.hdf5.Hdf5Writer.PlaneType;
import io.medseg.ledger.WrittenFile;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Writes {@code predictions/<scan_id>.pred}, the HDF5 file that MedSegPy saves: {@code probs} (H x
 * W x D x C, float32, or float16 as {@link WriterSettings#probs} says; the model's channels) and
 * {@code labels} (H x W x D x C, uint8 0 or 1; the classes). Both are shuffled, compressed by gzip
 * and chunked by rows of slices; HDF5 1.10 or later reads them. HDF5 is not written front to back,
 * so the file is made in the local folder for temporary files first.
 */
public final class PredWriter implements SegmentationWriter {
  /** Probabilities barely shrink further with more, but take three times as long. */
  private static final int LEVEL = 1;

  private final WriterSettings.Probs probs;

  /** A writer that leaves probabilities out only if the settings say so. */
  public PredWriter(WriterSettings settings) {
    this.probs = settings.probsOr(WriterSettings.Probs.FLOAT);
  }

  @Override
  public ProbabilityUse probabilities() {
    return probs == WriterSettings.Probs.NONE ? ProbabilityUse.NONE : ProbabilityUse.WANTED;
  }

  @Override
  public List<WrittenFile> write(Segmentation segmentation, OutputFolder out) {
    String name = "predictions/" + segmentation.scanId() + ".pred";
    Path local = null;
    try {
      local = Files.createTempFile("medseg", ".pred");
      Path made = local;
      content(segmentation).writeLocal(local);
      return List.of(out.write(name, stream -> Files.copy(made, stream)));
    } catch (IOException | RuntimeException e) {
      throw e instanceof InputException said ? said : cannotMake(name, segmentation, e);
    } finally {
      delete(local);
    }
  }

  private static InputException cannotMake(String name, Segmentation segmentation, Exception e) {
    return new InputException(
        "Cannot write %s of scan %s in the local folder %s: %s"
            .formatted(name, segmentation.scanId(), System.getProperty("java.io.tmpdir"), e),
        e);
  }

  private static void delete(Path local) {
    try {
      if (local != null) {
        Files.deleteIfExists(local);
      }
    } catch (IOException e) {
      // It is a temporary file, and the written one is whole: no reason to fail the scan.
      local.toFile().deleteOnExit();
    }
  }

  private Hdf5Writer content(Segmentation segmentation) {
    Hdf5Writer file = new Hdf5Writer();
    if (probs != WriterSettings.Probs.NONE) {
      addProbabilities(file, segmentation.keptProbabilities());
    }
    MaskVolume labels = segmentation.labels();
    if (labels.classes() > 0) {
      Shape shape = segmentation.shape().append(labels.classes());
      file.planes("labels", shape, PlaneType.UINT8, LEVEL, new LabelRows(labels)::copy);
    }
    return file;
  }

  private void addProbabilities(Hdf5Writer file, ProbabilityStore store) {
    Shape shape = store.shape().append(store.classes());
    ProbabilityRows rows = new ProbabilityRows(store);
    if (probs == WriterSettings.Probs.HALF) {
      file.planes("probs", shape, PlaneType.FLOAT16, LEVEL, rows::copyHalf);
    } else {
      file.planes("probs", shape, PlaneType.FLOAT32, LEVEL, rows::copyFloat);
    }
  }

  /** Rows of probabilities; holds one plane. */
  private static final class ProbabilityRows {
    private final ProbabilityStore store;
    private final int rowLength;
    private final float[] values;
    private int plane = -1;

    ProbabilityRows(ProbabilityStore store) {
      this.store = store;
      this.rowLength = store.shape().get(1) * store.classes();
      this.values = new float[store.shape().get(0) * rowLength];
    }

    private void load(int wanted) {
      if (plane != wanted) {
        store.plane(wanted, values);
        plane = wanted;
      }
    }

    void copyFloat(int wanted, int firstRow, int stopRow, ByteBuffer target) {
      load(wanted);
      int count = (stopRow - firstRow) * rowLength;
      target.asFloatBuffer().put(values, firstRow * rowLength, count);
      target.position(target.position() + count * Float.BYTES);
    }

    void copyHalf(int wanted, int firstRow, int stopRow, ByteBuffer target) {
      load(wanted);
      for (int i = firstRow * rowLength; i < stopRow * rowLength; i++) {
        target.putShort(HalfFloat.of(values[i]));
      }
    }
  }

  /** Rows of labels, a byte for each class of a voxel. */
  private record LabelRows(MaskVolume labels) {
    void copy(int plane, int firstRow, int stopRow, ByteBuffer target) {
      int classes = labels.classes();
      byte[] row = new byte[labels.shape().get(1) * classes];
      for (int h = firstRow; h < stopRow; h++) {
        Arrays.fill(row, (byte) 0);
        for (int c = 0; c < classes; c++) {
          int category = c;
          MaskBits.forEach(labels, category, h, plane, w -> row[w * classes + category] = 1);
        }
        target.put(row);
      }
    }
  }
}
