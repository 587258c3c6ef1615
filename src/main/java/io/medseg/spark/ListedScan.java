package io.medseg.spark;

import io.medseg.dataset.Scan;
import java.io.Serializable;

/**
 * A scan that waits to be looked at.
 *
 * @param recipe index of its dataset's recipe
 */
record ListedScan(int recipe, Scan scan) implements Serializable {}
