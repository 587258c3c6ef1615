package io.medseg.model;

import io.medseg.InputException;
import java.util.List;

/**
 * Where a model runs. A value; made on the executor, where the task that asks for a model learns
 * which device it was given.
 */
public sealed interface Device {
  /** The processor. */
  Device CPU = new Cpu();

  /** The processor; what a task runs on that was given nothing else. */
  record Cpu() implements Device {
    @Override
    public String toString() {
      return "CPU";
    }
  }

  /**
   * One GPU of this host.
   *
   * @param address its number on this host, as nvidia-smi counts
   * @param ofProcess the addresses of all GPUs that this process may use, this one among them,
   *     ascending: engines number those from 0
   */
  record Gpu(int address, List<Integer> ofProcess) implements Device {
    /** Sorts the addresses of the process. */
    public Gpu {
      ofProcess = ofProcess.stream().distinct().sorted().toList();
      if (address < 0 || !ofProcess.contains(address)) {
        throw new IllegalArgumentException("Invalid GPU: " + address + " of " + ofProcess);
      }
    }

    @Override
    public String toString() {
      return "GPU " + address;
    }
  }

  /**
   * The GPU of an address, as Spark gives it to a task.
   *
   * @param ofProcess addresses of all GPUs of this process
   * @throws InputException if an address is no number
   */
  static Device gpu(String address, List<String> ofProcess) {
    return new Gpu(number(address), ofProcess.stream().map(Device::number).toList());
  }

  private static int number(String address) {
    try {
      int number = Integer.parseInt(address.strip());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw invalid(address, e);
    }
    throw invalid(address, null);
  }

  private static InputException invalid(String address, Throwable cause) {
    return new InputException(
        ("Invalid GPU address: %s; a number is expected, as nvidia-smi counts the GPUs of a host:"
                + " look at the discovery script (spark.worker.resource.gpu.discoveryScript,"
                + " spark.executor.resource.gpu.discoveryScript)")
            .formatted(address),
        cause);
  }
}
