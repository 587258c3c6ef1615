/**
 * The only importer of DJL: the TensorFlow engine, its native library, models and sessions.
 *
 * <p>May import: model, volume, Hadoop's configuration.
 */
package io.medseg.djl;
