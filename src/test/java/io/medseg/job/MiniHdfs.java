package io.medseg.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * HDFS on loopback, a real name node and a data node, started once per JVM (8 seconds) and ended
 * with it; other processes reach it by {@link #uri}. Each test takes a folder of its own.
 */
final class MiniHdfs {
  private static MiniHdfs running;

  private final MiniDFSCluster cluster;
  private final AtomicInteger folders = new AtomicInteger();

  private MiniHdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  /** The HDFS of this JVM. */
  static synchronized MiniHdfs start() {
    if (running == null) {
      try {
        Configuration hadoop = new Configuration();
        java.nio.file.Path folder = Files.createTempDirectory("medseg-hdfs-");
        hadoop.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
        MiniDFSCluster cluster =
            new MiniDFSCluster.Builder(hadoop).numDataNodes(1).format(true).build();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(cluster, folder)));
        cluster.waitClusterUp();
        running = new MiniHdfs(cluster);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return running;
  }

  /** Hadoop's own hooks run at the same time, so that an orderly end may fail half-way. */
  private static void end(MiniDFSCluster cluster, java.nio.file.Path folder) {
    try {
      cluster.shutdown();
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
  }

  /** As in "hdfs://localhost:43125". */
  String uri() {
    return cluster.getURI().toString();
  }

  FileSystem files() {
    try {
      return cluster.getFileSystem();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new folder. */
  Path folder() {
    try {
      Path folder = new Path(uri() + "/test-" + folders.incrementAndGet());
      files().mkdirs(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a local file or folder to a path, whose parents are made. */
  Path upload(java.nio.file.Path local, Path target) {
    try {
      files().mkdirs(target.getParent());
      files().copyFromLocalFile(new Path(local.toUri()), target);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a file or folder to a local path that is not there yet. */
  java.nio.file.Path download(Path source, java.nio.file.Path local) {
    try {
      // The raw local file system, or checksum files would lie beside what is compared.
      files().copyToLocalFile(false, source, new Path(local.toUri()), true);
      return local;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
