package io.medseg.spark;

import io.medseg.dataset.Scan;
import io.medseg.dataset.ScanHeader;
import java.io.Serializable;

/**
 * A scan whose files were found and whose shapes fit.
 *
 * @param header its shapes
 * @param elements number of its elements
 * @param cost a measure of the work it makes: values that the model is given
 * @param heapBytes what a task is expected to hold of it at once on the heap: {@link ScanMemory}
 */
public record PlannedScan(Scan scan, ScanHeader header, int elements, long cost, long heapBytes)
    implements Serializable {}
