package io.medseg.spark;

import io.medseg.model.Device;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The device that Spark gave a task. */
final class TaskDevice {
  private TaskDevice() {}

  /**
   * The first GPU of a task, since a model runs on one; the processor where Spark gave it none.
   *
   * @throws io.medseg.InputException if an address is no number
   */
  static Device of(TaskContext task) {
    ResourceInformation given = task.resourcesJMap().get(GpuAmounts.GPU);
    return of(given == null ? List.of() : Arrays.asList(given.addresses()), GpuPlugin.addresses());
  }

  /** As above, of the GPUs of a task and those of its executor, as far as they are known. */
  static Device of(List<String> task, List<String> executor) {
    if (task.isEmpty()) {
      return Device.CPU;
    }
    return Device.gpu(task.get(0), executor.contains(task.get(0)) ? executor : task);
  }
}
