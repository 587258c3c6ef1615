package io.medseg.spark;

import io.medseg.spark.PredictRows.Settings;
import java.util.UUID;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A transformer with the interface of the one of the same name in DJL's Spark extension, which is
 * no dependency of ours: the same params, the same columns, a model loaded by every task. Two
 * params are for tests: {@code encoding} of what it gives, and {@code fault}.
 */
public final class BinaryPredictor extends Transformer {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> engine;
  private final Param<String> modelUrl;
  private final IntParam batchSize;
  private final Param<String> batchifier;
  private final Param<Object> translatorFactory;
  private final Param<Class<?>> inputClass;
  private final Param<String> accessKey;
  private final Param<String> encoding;
  private final Param<String> fault;

  /** As --predictor-transformer makes it. */
  public BinaryPredictor() {
    this("BinaryPredictor_" + UUID.randomUUID());
  }

  private BinaryPredictor(String uid) {
    this.uid = uid;
    inputCol = new Param<>(this, "inputCol", "input column name");
    outputCol = new Param<>(this, "outputCol", "output column name");
    engine = new Param<>(this, "engine", "The engine");
    modelUrl = new Param<>(this, "modelUrl", "The model URL");
    batchSize = new IntParam(uid, "batchSize", "The batch size", ParamValidators.gt(0));
    batchifier = new Param<>(this, "batchifier", "none, stack or padding");
    translatorFactory = new Param<>(this, "translatorFactory", "The translator factory");
    inputClass = new Param<>(this, "inputClass", "The input class");
    accessKey = new Param<>(this, "accessKey", "For the store of models");
    encoding = new Param<>(this, "encoding", "npz or raw");
    fault = new Param<>(this, "fault", "what it does wrong with the second scan");
    setDefault(engine, null);
    setDefault(batchSize, 4);
    setDefault(batchifier, "none");
    setDefault(translatorFactory, new Object());
    setDefault(inputClass, byte[].class);
    setDefault(accessKey, "");
    setDefault(encoding, "npz");
    setDefault(fault, "NONE");
  }

  public Param<String> inputCol() {
    return inputCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public Param<String> engine() {
    return engine;
  }

  public Param<String> modelUrl() {
    return modelUrl;
  }

  public IntParam batchSize() {
    return batchSize;
  }

  public Param<String> batchifier() {
    return batchifier;
  }

  public Param<Object> translatorFactory() {
    return translatorFactory;
  }

  public Param<Class<?>> inputClass() {
    return inputClass;
  }

  public Param<String> accessKey() {
    return accessKey;
  }

  public Param<String> encoding() {
    return encoding;
  }

  public Param<String> fault() {
    return fault;
  }

  /** Tells what the param holds. */
  public BinaryPredictor setTranslatorFactory(Runnable value) {
    set(translatorFactory, value);
    return this;
  }

  /** Tells what the param holds. */
  public BinaryPredictor setInputClass(Class<?> value) {
    set(inputClass, value);
    return this;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Settings settings =
        new Settings(
            dataset.schema().fieldIndex(getOrDefault(inputCol)),
            getOrDefault(modelUrl),
            (int) getOrDefault(batchSize),
            getOrDefault(batchifier),
            getOrDefault(encoding),
            getOrDefault(fault));
    return dataset
        .toDF()
        .mapPartitions(new PredictRows(settings), Encoders.row(transformSchema(dataset.schema())));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return schema.add(getOrDefault(outputCol), DataTypes.BinaryType, true);
  }

  @Override
  public Transformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
