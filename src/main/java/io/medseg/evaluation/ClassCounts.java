package io.medseg.evaluation;

import java.io.Serializable;

/** Voxels of one class of one scan: in the prediction, in the truth, in both. */
public record ClassCounts(long predicted, long truth, long intersection) implements Serializable {}
