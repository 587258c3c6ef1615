package io.medseg.spark;

import io.medseg.hdf5.Hdf5ScanReader;
import io.medseg.inspection.InspectedScan;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads the scans of a task, one at a time, and gives a row for each.
 *
 * @param read counts scans that were read
 * @param unread counts those that could not be
 */
record InspectScans(
    List<InspectionRecipe> recipes,
    LongAccumulator read,
    LongAccumulator unread,
    Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<List<ListedScan>>, InspectedScan> {

  @Override
  public Iterator<InspectedScan> call(Iterator<List<ListedScan>> dealt) {
    List<InspectedScan> rows = new ArrayList<>();
    try (Hdf5ScanReader reader = reader(hadoop.value().value())) {
      List<ScanInspector> inspectors =
          recipes.stream().map(recipe -> ScanInspector.open(recipe, reader)).toList();
      while (dealt.hasNext()) {
        for (ListedScan listed : dealt.next()) {
          InspectedScan row = inspectors.get(listed.recipe()).inspect(listed.scan());
          (row.facts().image() == null ? unread : read).add(1);
          rows.add(row);
        }
      }
    }
    return rows.iterator();
  }

  /** Images alone are scans without masks, which can be exported. */
  static Hdf5ScanReader reader(Configuration hadoop) {
    return Hdf5ScanReader.ofTraining(hadoop);
  }
}
