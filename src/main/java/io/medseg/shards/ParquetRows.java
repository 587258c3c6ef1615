package io.medseg.shards;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The columns of a shard in Parquet. */
final class ParquetRows {
  private static final String NAME = "element";

  private ParquetRows() {}

  /** The schema of records like this one. */
  static MessageType schema(ShardRecord record) {
    List<Type> columns = keys();
    array(columns, "x", record.x());
    array(columns, "x_raw", record.xRaw());
    array(columns, "y", record.y());
    return new MessageType(NAME, columns);
  }

  /** The schema of a shard without records. */
  static MessageType empty() {
    return new MessageType(NAME, keys());
  }

  private static List<Type> keys() {
    return new ArrayList<>(
        List.of(
            list("scan", BINARY, LogicalTypeAnnotation.stringType()), list("index", INT32, null)));
  }

  private static void array(List<Type> columns, String name, ArrayBytes array) {
    if (array != null) {
      columns.add(
          array.type() == ArrayBytes.Type.FLOAT32
              ? list(name, FLOAT, null)
              : Types.required(BINARY).named(name));
      columns.add(list(name + "_shape", INT32, null));
    }
  }

  private static Type list(String name, PrimitiveTypeName element, LogicalTypeAnnotation logical) {
    return Types.requiredList()
        .element(Types.required(element).as(logical).named("element"))
        .named(name);
  }
}
