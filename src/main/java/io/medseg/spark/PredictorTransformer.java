package io.medseg.spark;

import io.medseg.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A transformer with its params set, and the columns it works on. Lives on the driver.
 *
 * @param input column of encoded elements
 * @param output column of encoded predictions
 */
record PredictorTransformer(
    String className, Transformer transformer, String input, String output, ElementForm form) {
  private static final String INPUT = "inputCol";
  private static final String OUTPUT = "outputCol";

  /** Sets the params; the columns have names of ours where none is given. */
  static PredictorTransformer of(TransformerRecipe recipe, Transformer transformer) {
    String input = column(recipe, transformer, INPUT, "element");
    String output = column(recipe, transformer, OUTPUT, "prediction");
    recipe.params().forEach(param -> set(recipe.className(), transformer, param));
    ElementForm form = ElementForm.of(batchifier(transformer));
    return new PredictorTransformer(recipe.className(), transformer, input, output, form);
  }

  private static String column(
      TransformerRecipe recipe, Transformer transformer, String param, String ours) {
    String given = recipe.param(param);
    String name = given == null ? ours : given;
    if (ElementRows.isOurs(name)) {
      throw new InputException(
          "Invalid %s %s=%s: rows have a column of that name already"
              .formatted(PredictorParam.OPTION, param, name));
    }
    if (given == null && transformer.hasParam(param)) {
      set(recipe.className(), transformer, new PredictorParam(param, ours));
    }
    return name;
  }

  private static void set(String className, Transformer transformer, PredictorParam given) {
    if (!transformer.hasParam(given.name())) {
      throw new InputException(
          "Invalid %s: %s has no param %s; its params are %s"
              .formatted(given, className, given.name(), names(transformer)));
    }
    Param<Object> param = transformer.getParam(given.name());
    try {
      transformer.set(param, new ParamText(transformer, param).value(given.value()));
    } catch (ParamText.Unreadable e) {
      throw new InputException("Invalid %s: %s".formatted(given, e.getMessage()), e);
    } catch (RuntimeException e) {
      // The Param's own check of its values.
      throw new InputException(
          "Invalid %s: %s; it is %s".formatted(given, e.getMessage(), param.doc()), e);
    }
  }

  private static String names(Transformer transformer) {
    return Arrays.stream(transformer.params()).map(Param::name).collect(Collectors.joining(", "));
  }

  private static String batchifier(Transformer transformer) {
    Object value =
        transformer.hasParam(ElementForm.PARAM)
            ? value(transformer, transformer.getParam(ElementForm.PARAM))
            : null;
    return value == null ? null : value.toString();
  }

  /** Null where there is none, or where that is the default. */
  private static Object value(Transformer transformer, Param<?> param) {
    return transformer.isDefined(param) ? transformer.getOrDefault(param) : null;
  }

  /** Words for what it throws. */
  TransformerComplaint complaint() {
    List<String> unset = new ArrayList<>();
    for (Param<?> param : transformer.params()) {
      if (value(transformer, param) == null) {
        unset.add(param.name());
      }
    }
    return new TransformerComplaint(className, unset);
  }

  /** Asks what it makes of the columns; nothing runs. */
  void checkColumns() {
    try {
      checkResult(transformer.transformSchema(ElementRows.schema(input)));
    } catch (Exception | LinkageError e) {
      throw complaint().refusal(e);
    }
  }

  /** The transformed rows: our columns, then the predictions. */
  Dataset<Row> transform(Dataset<Row> rows) {
    try {
      Dataset<Row> transformed = transformer.transform(rows);
      checkResult(transformed.schema());
      return transformed.select(columns(transformed));
    } catch (Exception | LinkageError e) {
      // Spark's AnalysisException is none that a method of Scala's declares.
      throw complaint().refusal(e);
    }
  }

  /** A name may hold what is a sign in an expression. */
  private Column[] columns(Dataset<Row> transformed) {
    return Arrays.stream(ElementRows.names(output))
        .map(name -> transformed.col("`" + name.replace("`", "``") + "`"))
        .toArray(Column[]::new);
  }

  private void checkResult(StructType schema) {
    for (String name : ElementRows.names(output)) {
      if (!Arrays.asList(schema.fieldNames()).contains(name)) {
        throw unfit("column " + name, schema);
      }
    }
    if (!schema.apply(output).dataType().equals(DataTypes.BinaryType)) {
      throw unfit("binary column " + output, schema);
    }
  }

  private InputException unfit(String lacking, StructType schema) {
    return new InputException(
        ("Invalid --predictor-transformer %s: its result has no %s; it has %s. It must keep the"
                + " columns that it is given and add a binary one")
            .formatted(className, lacking, described(schema)));
  }

  private static String described(StructType schema) {
    return Arrays.stream(schema.fields())
        .map(field -> field.name() + " " + field.dataType().sql().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
