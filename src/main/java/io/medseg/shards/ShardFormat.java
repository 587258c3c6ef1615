package io.medseg.shards;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Kinds of files that shards are. A new one is a constant with a sink and a source. */
public enum ShardFormat {
  /** Records of {@code tf.train.Example}. */
  TFRECORD("tfrecord") {
    @Override
    RecordSink sink(OutputStream out, Compression compression) throws IOException {
      if (compression == Compression.NONE) {
        return new TfRecordSink(out);
      }
      GZIPOutputStream gzip = new GZIPOutputStream(out, BUFFER);
      RecordSink records = new TfRecordSink(gzip);
      return new RecordSink() {
        @Override
        public void write(ShardRecord record) throws IOException {
          records.write(record);
        }

        @Override
        public void close() throws IOException {
          gzip.finish();
        }
      };
    }

    @Override
    void count(Path file, Compression compression, Configuration hadoop, LowerHalfCounter counter)
        throws IOException {
      FileSystem files = file.getFileSystem(hadoop);
      try (InputStream in = files.open(file, BUFFER);
          InputStream plain =
              compression == Compression.GZIP ? new GZIPInputStream(in, BUFFER) : in) {
        counter.addAll(new TfRecordSource(plain));
      }
    }
  },
  /** Tables with a row per record. */
  PARQUET("parquet") {
    @Override
    RecordSink sink(OutputStream out, Compression compression) throws IOException {
      return new ParquetSink(out, compression);
    }

    @Override
    void count(Path file, Compression compression, Configuration hadoop, LowerHalfCounter counter)
        throws IOException {
      try (ParquetSource source = new ParquetSource(file, hadoop)) {
        counter.addAll(source);
      }
    }
  };

  private static final int BUFFER = 1 << 16;

  /** How shards are compressed. */
  public enum Compression {
    /** Not at all: records can be reached one by one. */
    NONE,
    /** By gzip: TFRecord as a whole, Parquet page by page. */
    GZIP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String text;

  ShardFormat(String text) {
    this.text = text;
  }

  /** What takes the records of a shard; the stream stays the caller's to close. */
  abstract RecordSink sink(OutputStream out, Compression compression) throws IOException;

  /** Counts the values of x of a shard that was written. */
  abstract void count(
      Path file, Compression compression, Configuration hadoop, LowerHalfCounter counter)
      throws IOException;

  /** Name of a shard inside the folder of its split. */
  public String fileName(int shard, int shards, Compression compression) {
    String ending = this == TFRECORD && compression == Compression.GZIP ? ".gz" : "";
    return String.format(Locale.ROOT, "shard-%05d-of-%05d.%s%s", shard, shards, text, ending);
  }

  /** As options and the index name it. */
  @Override
  public String toString() {
    return text;
  }
}
