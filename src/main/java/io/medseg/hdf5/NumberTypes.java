package io.medseg.hdf5;

/**
 * The number types of a scan as numpy calls them, as in "float32", ">int16" (big-endian), "uint8".
 *
 * @param masks null if there are none
 */
public record NumberTypes(String image, String masks) {}
