package io.medseg.evaluation;

import java.io.Serializable;

/** A scan without a result: a row of failures.csv. */
public record ScanFailure(String scanId, Stage stage, String message) implements Serializable {}
