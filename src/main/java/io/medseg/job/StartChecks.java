package io.medseg.job;

import io.medseg.InputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;

/**
 * What Spark itself would only find out after its start, and then say in a stack trace or end the
 * process for: a master that does not answer, no folder for its temporary files.
 */
final class StartChecks {
  private static final String STANDALONE = "spark://";
  private static final int ATTEMPTS = 3;
  private static final int MILLISECONDS = 5_000;

  /** More than what fits into an inode, so that a full disk refuses it. */
  private static final byte[] PROBE = new byte[1 << 16];

  private StartChecks() {}

  /**
   * Refuses what cannot work.
   *
   * @throws InputException if no master of a standalone cluster answers, or no folder can be
   *     written to
   */
  static void check(SparkConf conf) {
    if (System.getenv("CONTAINER_ID") == null) {
      checkFolders(folders(conf));
    } // else YARN's node manager gives the folders
    String master = conf.get("spark.master");
    if (master.startsWith(STANDALONE)) {
      checkMaster(master);
    }
  }

  /** As Spark takes them: the variable before the setting before Java's own. */
  private static List<String> folders(SparkConf conf) {
    String variable = System.getenv("SPARK_LOCAL_DIRS");
    String setting = conf.get("spark.local.dir", System.getProperty("java.io.tmpdir"));
    return List.of((variable == null ? setting : variable).split(","));
  }

  /** One that works is enough for Spark. */
  static void checkFolders(List<String> folders) {
    List<String> reasons = new ArrayList<>();
    for (String folder : folders) {
      try {
        tryOut(Path.of(folder));
        return;
      } catch (IOException e) {
        reasons.add(reason(folder, e));
      }
    }
    throw new InputException(
        "Cannot start Spark: no folder for its temporary files can be written to: "
            + String.join(", ", reasons)
            + "; name others with SPARK_LOCAL_DIRS or --conf spark.local.dir=DIR, before the --");
  }

  private static String reason(String folder, IOException e) {
    String reason = e.toString().replaceFirst("^[a-z.]*\\.", "");
    return folder + " (" + reason + ")";
  }

  private static void tryOut(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path probe = Files.createTempFile(folder, "medseg-", ".probe");
    try {
      Files.write(probe, PROBE);
    } finally {
      Files.delete(probe);
    }
  }

  /** One of several masters is enough. */
  static void checkMaster(String master) {
    List<String> reasons = new ArrayList<>();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      reasons.clear();
      for (String address : master.substring(STANDALONE.length()).split(",")) {
        try {
          connect(address);
          return;
        } catch (IOException e) {
          reasons.add(reason(address, e));
        }
      }
      pause();
    }
    throw new InputException(
        "Cannot start Spark with master %s: nothing answers at %s; is the master running, and are host and port those of its log (\"Starting Spark master at spark://...\")?"
            .formatted(master, String.join(", ", reasons)));
  }

  private static void connect(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    if (colon < 0 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
      // Spark says what is wrong with it.
      return;
    }
    int port = Integer.parseInt(address.substring(colon + 1));
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.substring(0, colon), port), MILLISECONDS);
    } catch (IllegalArgumentException e) {
      throw new IOException("port " + port, e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
