package io.medseg.inspection;

import java.io.Serializable;

/** A class and its voxels in one scan. */
public record ClassVoxels(String name, long voxels) implements Serializable {}
