package io.medseg.spark;

import io.medseg.TestProcess;
import io.medseg.evaluation.ClassCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What h5py reads from scans, as counts of {@link HashModel}; Python is that of MEDSEG_PYTHON. */
final class H5py {
  private H5py() {}

  static boolean isThere() {
    try {
      return python("-c", "import h5py, numpy") == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The counts of every scan, by the line that names it; null where h5py refuses it. */
  static Map<String, List<ClassCounts>> read(Path folder, List<String> lines) throws IOException {
    Path list = Files.write(folder.resolve("list"), lines);
    Path out = folder.resolve("read");
    if (python("tools/read_fuzzed.py", list.toString(), out.toString()) != 0) {
      throw new IOException("tools/read_fuzzed.py failed");
    }
    List<String> results = Files.readAllLines(out, StandardCharsets.US_ASCII);
    Map<String, List<ClassCounts>> counts = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      counts.put(lines.get(i), results.get(i).equals("refused") ? null : counts(results.get(i)));
    }
    return counts;
  }

  private static List<ClassCounts> counts(String result) {
    String[] parts = result.split(" ");
    int channels = Integer.parseInt(parts[3]);
    String image = parts[4];
    String masks = parts[5];
    List<ClassCounts> counts = new ArrayList<>();
    for (int c = 0; c < HashModel.CLASSES; c++) {
      long predicted = 0;
      long truth = 0;
      long both = 0;
      for (int voxel = 0; voxel < image.length() / 8; voxel++) {
        int bits = Integer.parseUnsignedInt(image.substring(8 * voxel, 8 * voxel + 8), 16);
        int in = HashModel.classes(Float.intBitsToFloat(bits)) >> c & 1;
        int is = c < channels ? masks.charAt(voxel * channels + c) - '0' : 0;
        predicted += in;
        truth += is;
        both += in & is;
      }
      counts.add(new ClassCounts(predicted, truth, both));
    }
    return counts;
  }

  private static int python(String... arguments) throws IOException {
    String named = System.getProperty("MEDSEG_PYTHON", System.getenv("MEDSEG_PYTHON"));
    List<String> command = new ArrayList<>(List.of(named == null ? "python3" : named));
    command.addAll(List.of(arguments));
    return TestProcess.run(new ProcessBuilder(command)).code();
  }
}
