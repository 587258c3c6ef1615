package com.example.medseg;

import io.medseg.dataset.ScanData;
import io.medseg.loader.TestScans;

/** The same loader where the last slice is not predicted. */
class EvenNumberOfSlicesTest extends AlternateSlicesLoaderTest {
  private final ScanData scan = TestScans.stacked(TestScans.random("s1", 6, 5, 4, 3, 1), 2);

  @Override
  protected ScanData scan() {
    return scan;
  }
}
