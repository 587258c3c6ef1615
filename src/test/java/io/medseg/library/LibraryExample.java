package io.medseg.library;

import io.medseg.InputException;
import io.medseg.dataset.DatasetCatalog;
import io.medseg.dataset.ScanCollection;
import io.medseg.experiment.Experiment;
import io.medseg.hdf5.Hdf5Datasets;
import io.medseg.loader.Batch;
import io.medseg.loader.BatchForm;
import io.medseg.loader.BatchSequence;
import io.medseg.loader.BatchSettings.Arrangement;
import io.medseg.loader.BatchSettings.LastBatch;
import io.medseg.loader.DataLoaders;
import io.medseg.loader.InferredScan;
import io.medseg.volume.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;

/** Trains and tests without Spark. */
record LibraryExample(Experiment experiment, DatasetCatalog catalog, Configuration hadoop) {

  /** Hands every batch of some epochs to a training step. */
  void train(List<String> datasets, int epochs, Consumer<Batch> step) {
    ScanCollection scans = Hdf5Datasets.of(catalog, datasets, experiment.primaryTask(), hadoop);
    try (BatchSequence batches =
        DataLoaders.build(
            experiment,
            scans,
            experiment.trainBatchSize(),
            BatchForm.TRAINING,
            Arrangement.SHUFFLED,
            LastBatch.DROP)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        for (int i = 0; i < batches.length(); i++) {
          step.accept(batches.batch(i));
        }
        batches.endOfEpoch();
      }
    }
  }

  /** Runs a model over whole scans; one that fails is a line like the others. */
  List<String> test(List<String> datasets, UnaryOperator<Tensor> model) {
    List<String> lines = new ArrayList<>();
    ScanCollection scans = Hdf5Datasets.of(catalog, datasets, experiment.primaryTask(), hadoop);
    try (BatchSequence batches =
        DataLoaders.build(
            experiment,
            scans,
            experiment.testBatchSize(),
            BatchForm.TESTING,
            Arrangement.ASCENDING,
            LastBatch.KEEP)) {
      Iterator<InferredScan> predictions = batches.inference(model);
      while (predictions.hasNext()) {
        try {
          InferredScan scan = predictions.next();
          lines.add(scan.inputs().scanId() + ": " + scan.outputs().yPred().shape());
        } catch (InputException e) {
          lines.add(e.getMessage());
        }
      }
    }
    return lines;
  }
}
