package io.medseg.spark;

import java.io.Serializable;

/**
 * What crosses the network in the one shuffle: which elements of a scan a task predicts, as a range
 * of numbers, never voxels. The elements themselves are made where they are predicted.
 *
 * @param share a scan, or a range of its elements
 * @param elements how many of them the loader makes; as many as were planned, unless it does not
 *     keep to what it gave before
 */
record ScanRecord(ScanShare share, int elements) implements Serializable {}
