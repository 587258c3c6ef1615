package io.medseg.djl;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * Operations of TensorFlow that no segmentation needs and with which a model could do harm: those
 * that read or write files other than its own variables, that talk to other hosts, that run code
 * which is not in the graph, or that end the process. Where only an attribute makes one of them
 * harmful, that is looked at.
 *
 * <p>Patterns rather than names, since TensorFlow adds versions ({@code V2}, {@code V3}) and moves
 * operations ({@code Experimental...}). Operations of libraries that are not TensorFlow's are not
 * listed: none is ever loaded, so a model with them cannot be loaded either. Whatever executes
 * functions of the graph's own library ({@code PartitionedCall}, {@code While}, {@code XlaLaunch},
 * {@code MapDataset}) is harmless as far as those functions are, and they are looked over as well.
 */
enum RiskyOperation {
  READS_FILES(
      "reads files",
      "ReadFile|MatchingFiles|FileSystemSetConfiguration|RecordInput|Skipgram"
          + "|LoadAndRemapMatrix|GenerateVocabRemapping|FixedUnigramCandidateSampler"
          + "|InitializeTableFromTextFile(V\\d)?|InitializeTRTResource"
          + "|(WholeFile|TextLine|FixedLengthRecord|TFRecord|LMDB|Snapshot.*)Reader(V\\d)?"
          + "|(Experimental)?(TextLine|FixedLengthRecord|TFRecord|CSV|LMDB|Sql|MatchingFiles|Load"
          + "|ListSnapshotChunks|SnapshotChunk)Dataset(V\\d)?|DTensorRestore.*"),
  WRITES_FILES(
      "writes files",
      "WriteFile|DumpTensor|CalibrationStatisticsSaver|DistributedSave|SerializeTRTResource"
          + "|CreateSummary(File|Db)Writer|Write.*Summary"
          + "|(Experimental)?(Snapshot|Cache|Save)Dataset(V\\d)?|(Experimental)?DatasetToTFRecord"),
  RUNS_CODE(
      "runs code that is not in the graph",
      "(Eager)?PyFunc(Stateless)?|XlaCustomCall(V\\d)?|XlaCallModule|.*Mlir.*|TRTEngineOp"
          + "|DatasetFromGraph|(TPU|Tpu)(Execute|Compile).*"),
  REACHES_HOSTS(
      "talks to other hosts",
      "RemoteCall|Rpc.*|(Experimental)?DataServiceDataset(V\\d)?|RegisterDataset(V\\d)?"
          + "|WorkerHeartbeat"),
  ENDS_PROCESS("ends the process", "Abort");

  private final String words;
  private final Pattern names;

  RiskyOperation(String words, String names) {
    this.words = words;
    this.names = Pattern.compile(names);
  }

  /** What an operation could do, as in "reads files"; empty where it is harmless. */
  static Optional<String> of(NodeDef operation) {
    for (RiskyOperation kind : values()) {
      if (kind.names.matcher(operation.getOp()).matches()) {
        return Optional.of(kind.words);
      }
    }
    return reachesFiles(operation)
        ? Optional.of("reads or writes files by an attribute")
        : Optional.empty();
  }

  private static boolean reachesFiles(NodeDef operation) {
    Map<String, AttrValue> attributes = operation.getAttrMap();
    return switch (operation.getOp().replaceFirst("V\\d+$", "")) {
      // stdout, stderr, log(...); a file is "file:///path".
      case "Print" -> text(attributes, "output_stream").startsWith("file:");
      case "DebugIdentity", "DebugNanCount", "DebugNumericSummary" ->
          attributes.containsKey("debug_urls")
              && attributes.get("debug_urls").getList().getSCount() > 0;
      // Descriptors of this process, of the attribute itself, or a file.
      case "DecodeProto", "EncodeProto" ->
          !text(attributes, "descriptor_source").matches("(local://|bytes://[\\s\\S]*|)");
      default -> false;
    };
  }

  private static String text(Map<String, AttrValue> attributes, String name) {
    AttrValue value = attributes.get(name);
    return value == null ? "" : value.getS().toStringUtf8();
  }
}
