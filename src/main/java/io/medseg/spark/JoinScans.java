package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanData;
import io.medseg.dataset.ScanHeader;
import io.medseg.dataset.ScanReader;
import io.medseg.evaluation.LabelSink;
import io.medseg.evaluation.PredictionRange;
import io.medseg.evaluation.Stage;
import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.loader.DataLoader;
import io.medseg.volume.MaskVolume;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Stage 4, where scans were cut: puts the shares of a scan together and scores it. What is done
 * already passes.
 */
record JoinScans(
    EvaluationRecipe recipe, ScanRecorder recorder, Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<Tuple2<ElementKey, ScanOutcome>>, ScanOutcome> {

  /** Rows come scan by scan, the shares of a scan in the order of their ranges. */
  @Override
  public Iterator<ScanOutcome> call(Iterator<Tuple2<ElementKey, ScanOutcome>> rows) {
    List<ScanOutcome> outcomes = new ArrayList<>();
    DataLoader loader = recipe.loader().open();
    ScanScoring scoring = new ScanScoring(recipe, loader, hadoop.value().value());
    // Planes of an image are read if a writer asks for them.
    try (ScanReader reader = Hdf5ScanReader.ofPieces(hadoop.value().value())) {
      List<ScanOutcome> ofScan = new ArrayList<>();
      int scan = -1;
      while (rows.hasNext()) {
        Tuple2<ElementKey, ScanOutcome> row = rows.next();
        if (row._1().scan() != scan) {
          join(ofScan, loader, scoring, reader, outcomes);
          ofScan.clear();
          scan = row._1().scan();
        }
        ofScan.add(row._2());
      }
      join(ofScan, loader, scoring, reader, outcomes);
    }
    return outcomes.iterator();
  }

  private void join(
      List<ScanOutcome> ofScan,
      DataLoader loader,
      ScanScoring scoring,
      ScanReader reader,
      List<ScanOutcome> outcomes) {
    List<PartialScan> parts = new ArrayList<>();
    for (ScanOutcome outcome : ofScan) {
      if (!(outcome instanceof ScanOutcome.Predicted predicted)) {
        // Scored whole, or the first share that failed: one row for the scan.
        outcomes.add(outcome);
        return;
      }
      parts.add(predicted.part());
    }
    if (!parts.isEmpty()) {
      PlannedScan scan = parts.get(0).share().scan();
      ScanOutcome joined = joined(parts, loader, scoring, reader);
      outcomes.add(recorder.record(scan, joined, hadoop.value().value()));
    }
  }

  private static ScanOutcome joined(
      List<PartialScan> parts, DataLoader loader, ScanScoring scoring, ScanReader reader) {
    Scan scan = parts.get(0).share().scan().scan();
    ScanHeader header = parts.get(0).share().scan().header();
    Stage stage = Stage.GATHER;
    try {
      long start = System.nanoTime();
      LabelSink labels = scoring.labels(header.image());
      double seconds = 0;
      int oddInputs = 0;
      PredictionRange range = PredictionRange.PROBABILITIES;
      ScanTimes times = ScanTimes.ZERO;
      for (PartialScan part : parts) {
        part.labels().addTo(labels.labels());
        seconds += part.seconds();
        oddInputs += part.oddInputs();
        range = range.and(part.range());
        times = times.plus(part.times());
      }
      loader.joinSeams(header, parts.stream().map(PartialScan::seams).toList(), labels);
      long gathered = System.nanoTime();
      stage = Stage.READ;
      ScanData data = reader.read(scoring.wanted(scan));
      header.check(data);
      MaskVolume truth = scoring.truth(data);
      long read = System.nanoTime();
      stage = Stage.SCORE;
      ScanTimes own = new ScanTimes(read - gathered, 0, 0, gathered - start);
      return scoring.finish(
          new GatheredScan(
              scan,
              data.image(),
              labels.labels(),
              null,
              truth,
              loader.coverage(header),
              oddInputs,
              range.and(labels.range()),
              seconds + (read - start) / 1e9,
              times.plus(own)));
    } catch (Exception | Error e) {
      return Failures.outcome(scan, stage, e);
    }
  }
}
