package io.medseg.spark;

import io.medseg.dataset.Scan;
import java.io.Serializable;

/**
 * Where the elements of a scan go: a value that travels, with 4 bytes for each element.
 *
 * @param side of the split, by number
 * @param positions of its elements in the order of the side's first epoch, by index
 */
record ScanPlacement(Scan scan, int side, int[] positions) implements Serializable {}
