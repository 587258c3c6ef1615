package io.medseg.djl;

import io.medseg.InputException;
import io.medseg.model.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The GPUs that TensorFlow sees in this process, decided once, before its library loads.
 *
 * <p>TensorFlow makes a context on every GPU that it sees and takes nearly all memory of each, and
 * DJL tells it to see all of them; a list of visible devices in a session's ConfigProto would have
 * to be the same for every session of the process. What does keep a process away from the GPUs of
 * others is the environment, which CUDA reads when it starts: only the GPUs that Spark gave the
 * executor are visible, numbered from 0 in ascending order of their addresses. What the user set in
 * the environment stays.
 *
 * @param addresses the visible GPUs in TensorFlow's order
 * @param origin who decided, for messages
 */
record GpuVisibility(List<Integer> addresses, String origin) {
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  /** CUDA's own word for no device at all. */
  private static final String NONE = "-1";

  /**
   * What is visible in a process that starts TensorFlow for this device.
   *
   * @throws InputException if the environment hides the device, or names it in a way that cannot be
   *     compared with its address
   */
  static GpuVisibility of(Device first, UnaryOperator<String> variable) {
    String given = variable.apply(VISIBLE);
    if (given == null) {
      return new GpuVisibility(
          first instanceof Device.Gpu gpu ? gpu.ofProcess() : List.of(),
          "TensorFlow of this process was started for " + first);
    }
    GpuVisibility set = new GpuVisibility(parsed(given), VISIBLE + " is '" + given + "'");
    set.number(first);
    return set;
  }

  /** Numbers up to the first entry that is none, which is where CUDA stops as well. */
  private static List<Integer> parsed(String given) {
    List<Integer> addresses = new ArrayList<>();
    for (String entry : given.split(",")) {
      if (!entry.strip().matches("\\d{1,4}")) {
        break;
      }
      addresses.add(Integer.valueOf(entry.strip()));
    }
    return addresses;
  }

  /**
   * TensorFlow's number of a device, as in GPU:1; 0 for the processor.
   *
   * @throws InputException if the GPU is not visible
   */
  int number(Device device) {
    if (!(device instanceof Device.Gpu gpu)) {
      return 0;
    }
    int number = addresses.indexOf(gpu.address());
    if (number < 0) {
      throw new InputException(
          ("Cannot use %s: %s, which shows it no such GPU; give every executor one GPU"
                  + " (spark.executor.resource.gpu.amount=1) and leave %s alone")
              .formatted(gpu, origin, VISIBLE));
    }
    return number;
  }

  /** What has to be set in the environment of the process, given what is set there. */
  Map<String, String> environment(UnaryOperator<String> variable) {
    Map<String, String> settings = new LinkedHashMap<>();
    String visible =
        addresses.stream()
            .map(address -> Integer.toString(address))
            .collect(Collectors.joining(","));
    settings.put(VISIBLE, visible.isEmpty() ? NONE : visible);
    if (!addresses.isEmpty()) {
      // nvidia-smi, and so Spark's discovery script, counts by bus; CUDA counts the fastest first.
      settings.put("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
      // The allocator of a GPU is made with DJL's eager session, whose options are not ours.
      settings.put("TF_FORCE_GPU_ALLOW_GROWTH", "true");
    }
    settings.keySet().removeIf(name -> variable.apply(name) != null);
    return settings;
  }
}
