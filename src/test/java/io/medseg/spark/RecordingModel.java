package io.medseg.spark;

import io.medseg.Waiting;
import io.medseg.model.Device;
import io.medseg.model.ModelRecipe;
import io.medseg.model.ModelSession;
import io.medseg.model.ModelSignature;
import io.medseg.model.SegmentationModel;
import io.medseg.volume.Shape;
import io.medseg.volume.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * Stands for an engine: writes down, one file per event, on which device it was loaded and which
 * scan ran on which device, beside what Spark gave the task. Executors are processes of their own,
 * so files are how the test learns of it.
 *
 * @param folder takes the files
 * @param engines how many must be loaded before any of them predicts, so that none takes all scans
 */
record RecordingModel(String folder, int engines) implements ModelRecipe {
  /**
   * Something that happened in an executor.
   *
   * @param process number of the executor's process
   * @param device what our code was given
   * @param given what Spark gave the task
   * @param scan first voxel of the scan; -1 where a model was loaded
   */
  record Event(long process, String device, String given, int scan) {
    static final int LOAD = -1;

    static Event parse(String line) {
      String[] parts = line.split(";");
      return new Event(
          Long.parseLong(parts[0]), parts[1], parts[2], (int) Float.parseFloat(parts[3]));
    }
  }

  /** All events so far. */
  List<Event> events() {
    try {
      return Files.readAllLines(Path.of(folder, "events")).stream().map(Event::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ModelSignature signature(Configuration hadoop) {
    return new ModelSignature("serve", "image", List.of(), "mask", List.of());
  }

  @Override
  public String fingerprint() {
    return folder;
  }

  @Override
  public SegmentationModel load(Configuration hadoop, Device device) {
    record(device, Event.LOAD);
    return new SegmentationModel() {
      @Override
      public ModelSignature signature() {
        return RecordingModel.this.signature(hadoop);
      }

      @Override
      public ModelSession newSession() {
        return new Session(device);
      }

      @Override
      public void close() {}
    };
  }

  /** One write of a short line that is appended is not torn. */
  private void record(Device device, float scan) {
    ResourceInformation gpus = TaskContext.get().resourcesJMap().get("gpu");
    String given = gpus == null ? "none" : String.join(",", Arrays.asList(gpus.addresses()));
    String line = "%d;%s;%s;%s%n".formatted(ProcessHandle.current().pid(), device, given, scan);
    try {
      Files.writeString(
          Path.of(folder, "events"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Session implements ModelSession {
    private final Device device;

    private Session(Device device) {
      this.device = device;
    }

    @Override
    public Tensor predict(Tensor batch) {
      RecordingModel.this.record(device, batch.data()[0]);
      awaitEngines();
      return Tensor.zeros(Shape.of(batch.shape().toArray()));
    }

    private void awaitEngines() {
      Waiting.until(
          engines + " engines",
          () -> events().stream().filter(event -> event.scan() == Event.LOAD).count() >= engines,
          () -> events().toString());
    }

    @Override
    public void close() {}
  }
}
