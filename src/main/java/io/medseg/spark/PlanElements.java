package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.loader.BatchForm;
import io.medseg.loader.DataLoader;
import io.medseg.loader.Purpose;
import io.medseg.spark.PlanScans.Outcome;
import io.medseg.volume.Shape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Looks at the shapes of scans: how many elements for training each has, and how many bytes they
 * take.
 */
record PlanElements(ShardRecipe recipe, Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<Scan>, Outcome> {

  @Override
  public Iterator<Outcome> call(Iterator<Scan> scans) {
    List<Outcome> outcomes = new ArrayList<>();
    DataLoader loader = recipe.loader().open();
    try (Hdf5ScanReader reader = Hdf5ScanReader.ofTraining(hadoop.value().value())) {
      scans.forEachRemaining(scan -> outcomes.add(plan(scan, loader, reader)));
    }
    return outcomes.iterator();
  }

  private Outcome plan(Scan scan, DataLoader loader, Hdf5ScanReader reader) {
    Stage stage = Stage.PLAN;
    try {
      ScanHeader header = reader.header(scan);
      stage = Stage.SCATTER;
      loader.check(scan);
      int elements = loader.scatter(header, Purpose.TRAINING).size();
      loader.checkElementwise(header);
      long bytes = Math.multiplyExact(elements, elementBytes(loader, header));
      long heap = ScanMemory.reading(header, reader);
      return new Outcome.Planned(new PlannedScan(scan, header, elements, bytes, heap));
    } catch (Exception | Error e) {
      return new Outcome.Failed(Failures.of(scan, stage, e));
    }
  }

  /** About: the last axis of the input is taken for channels. */
  private long elementBytes(DataLoader loader, ScanHeader header) {
    Shape input = loader.inputShape(header);
    long image = input.elements() * Float.BYTES;
    long voxels = input.elements() / Math.max(1, input.get(-1));
    long labels =
        header.maskChannels() == 0 ? 0 : voxels * loader.outputClasses() * recipe.labels().size();
    return labels + (recipe.form() == BatchForm.TESTING ? 2 * image : image);
  }
}
