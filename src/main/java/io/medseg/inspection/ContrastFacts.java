package io.medseg.inspection;

import java.io.Serializable;

/**
 * A further image of a scan that was imaged several times.
 *
 * @param location of its file
 */
public record ContrastFacts(String location, ImageFacts image) implements Serializable {}
