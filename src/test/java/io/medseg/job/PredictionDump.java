package io.medseg.job;

import io.medseg.dataset.Dataset;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.dataset.Layouts;
import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.djl.SavedModelRecipe;
import io.medseg.evaluation.Background;
import io.medseg.evaluation.Decision;
import io.medseg.evaluation.LabelSink;
import io.medseg.experiment.Experiment;
import io.medseg.experiment.ExperimentReader;
import io.medseg.experiment.Parity;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.hdf5.Hdf5Writer;
import io.medseg.loader.DataLoader;
import io.medseg.loader.LoaderRecipe;
import io.medseg.loader.PhaseTimes;
import io.medseg.loader.ScanInference;
import io.medseg.model.Device;
import io.medseg.model.LoadedModels;
import io.medseg.model.ModelSession;
import io.medseg.volume.Affine;
import io.medseg.volume.MaskVolume;
import io.medseg.volume.PredictionBlock;
import io.medseg.volume.PredictionSink;
import io.medseg.volume.Region;
import io.medseg.volume.Shape;
import io.medseg.volume.Spacing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Predicts the scans of a dataset through the library, without Spark, and writes what no job
 * writes: {@code <scan_id>.h5} with {@code probs} (float32) and {@code labels} (uint8), both H x W
 * x D x C, {@code spacing} and, where it is known, {@code affine}.
 *
 * @param experiment file; its model is {@code model}, without background
 * @param dataRoot what the roots in the catalog are relative to
 */
record PredictionDump(Path experiment, Path catalog, Path dataRoot, Path model) {

  /** Writes a file per scan into a folder. */
  void write(Path folder) throws IOException {
    Configuration hadoop = new Configuration();
    Experiment settings =
        new ExperimentReader(hadoop, Parity.NONE)
            .read(experiment.toString(), List.of())
            .experiment();
    Dataset dataset =
        DatasetCatalog.read(catalog.toString(), Optional.of(dataRoot.toString()), hadoop)
            .dataset(settings.testDatasets().get(0));
    DataLoader loader = new LoaderRecipe(settings).open();
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(dataset.root());
    try (Hdf5ScanReader reader = new Hdf5ScanReader(hadoop);
        ModelSession session =
            LoadedModels.get(SavedModelRecipe.of(model.toString(), hadoop), Device.CPU, hadoop)
                .newSession()) {
      for (Scan scan : Layouts.of(dataset.layout()).scans(dataset, root.getFileSystem(hadoop))) {
        ScanData data = reader.read(scan);
        Shape shape = data.image().shape();
        LabelSink labels =
            new LabelSink(Decision.SIGMOID, shape, loader.outputClasses(), Background.ABSENT);
        Probabilities probabilities = new Probabilities(shape, loader.outputClasses());
        ScanInference.run(
            loader,
            data,
            session::predict,
            settings.testBatchSize(),
            labels.and(probabilities),
            new PhaseTimes());
        Shape all = shape.append(loader.outputClasses());
        Hdf5Writer file =
            new Hdf5Writer()
                .floats("probs", all, probabilities.values)
                .bytes("labels", all, bytes(labels.labels()));
        addGeometry(file, scan.spacing(dataset), scan.affine(dataset));
        file.write(
            new org.apache.hadoop.fs.Path(folder.resolve(scan.scanId() + ".h5").toString()),
            hadoop);
      }
    }
  }

  private static void addGeometry(Hdf5Writer file, Spacing mm, Affine affine) {
    float[] spacing = {(float) mm.height(), (float) mm.width(), (float) mm.depth()};
    file.floats("spacing", Shape.of(3), spacing);
    if (affine != null) {
      float[] values = new float[16];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) affine.get(i / 4, i % 4);
      }
      file.floats("affine", Shape.of(4, 4), values);
    }
  }

  private static byte[] bytes(MaskVolume masks) {
    Shape shape = masks.shape();
    byte[] bytes = new byte[Math.toIntExact(shape.elements()) * masks.classes()];
    int i = 0;
    for (int h = 0; h < shape.get(0); h++) {
      for (int w = 0; w < shape.get(1); w++) {
        for (int d = 0; d < shape.get(2); d++) {
          for (int c = 0; c < masks.classes(); c++) {
            bytes[i++] = (byte) (masks.get(h, w, d, c) ? 1 : 0);
          }
        }
      }
    }
    return bytes;
  }

  /** Keeps everything; NaN, which equals nothing, where nothing came. */
  private static final class Probabilities implements PredictionSink {
    private final Shape shape;
    private final int classes;
    private final float[] values;

    Probabilities(Shape shape, int classes) {
      this.shape = shape;
      this.classes = classes;
      this.values = new float[Math.toIntExact(shape.elements()) * classes];
      java.util.Arrays.fill(values, Float.NaN);
    }

    @Override
    public void accept(PredictionBlock block) {
      Region region = block.region();
      for (int h = 0; h < region.length(0); h++) {
        for (int w = 0; w < region.length(1); w++) {
          for (int d = 0; d < region.length(2); d++) {
            int from =
                block.offset() + h * block.strideH() + w * block.strideW() + d * block.strideD();
            int row = (region.start(0) + h) * shape.get(1) + region.start(1) + w;
            int voxel = row * shape.get(2) + region.start(2) + d;
            System.arraycopy(block.values(), from, values, voxel * classes, classes);
          }
        }
      }
    }
  }
}
