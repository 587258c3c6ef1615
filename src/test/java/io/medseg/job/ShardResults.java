package io.medseg.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.medseg.shards.ShardInputs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a preprocessing wrote.
 *
 * @param folder its output
 */
record ShardResults(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> OWN = List.of("", "all", "train", "validation", "test");

  JsonNode index() throws IOException {
    return JSON.readTree(folder.resolve("index.json").toFile());
  }

  /** A side of the split, as the index tells it. */
  JsonNode side(String name) throws IOException {
    return index().at("/splits/" + name);
  }

  /** Lines of failures.csv behind its head. */
  List<String> failures() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("failures.csv"));
    return lines.subList(1, lines.size());
  }

  /** The inputs of all records of a side. */
  List<float[]> inputs(String side) throws IOException {
    List<float[]> inputs = new ArrayList<>();
    for (JsonNode shard : side(side).get("shards")) {
      inputs.addAll(ShardInputs.of(folder.resolve(shard.get("file").asText())));
    }
    return inputs;
  }

  /** Record numbers of an epoch. */
  long[] epoch(String side, int epoch) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(side(side).at("/epochs/" + epoch).asText()));
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int head = 10 + buffer.getShort(8);
    long[] numbers = new long[(bytes.length - head) / Long.BYTES];
    buffer.position(head).asLongBuffer().get(numbers);
    return numbers;
  }

  /** What is there under final names, and its bytes. */
  Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : names()) {
      if (!isTemporary(name)) {
        files.put(name, Files.readAllBytes(folder.resolve(name)));
      }
    }
    return files;
  }

  /** Files under names that are not final. */
  List<String> temporaryFiles() throws IOException {
    return names().stream().filter(ShardResults::isTemporary).toList();
  }

  private static boolean isTemporary(String name) {
    return name.substring(name.lastIndexOf('/') + 1).startsWith(".");
  }

  /** Names alone: a walk would ask for the attributes of files that are being renamed. */
  private List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (String inside : OWN) {
      Path parent = folder.resolve(inside);
      if (Files.isDirectory(parent)) {
        try (Stream<Path> files = Files.list(parent)) {
          files
              .map(file -> folder.relativize(file).toString())
              .filter(name -> !OWN.contains(name))
              .forEach(names::add);
        }
      }
    }
    return names;
  }
}
