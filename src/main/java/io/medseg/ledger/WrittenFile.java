package io.medseg.ledger;

import java.io.Serializable;

/**
 * A file that was written for a scan.
 *
 * @param name inside the folder of the run, as in "predictions/0000001_V00.nii.gz"
 * @param sha256 of its bytes, lower-case hexadecimal
 */
public record WrittenFile(String name, long bytes, String sha256) implements Serializable {}
