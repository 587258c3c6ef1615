package io.medseg.job;

import io.medseg.segmentation.WriterSettings;

/**
 * What is to be written for each scan.
 *
 * @param formats names of writers, separated by commas; null: nothing
 */
record WriteRequest(String formats, WriterSettings settings) {
  /** Nothing. */
  static final WriteRequest NOTHING = new WriteRequest(null, WriterSettings.DEFAULT);
}
