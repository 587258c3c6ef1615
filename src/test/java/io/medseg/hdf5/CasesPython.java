package io.medseg.hdf5;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.medseg.TestProcess;
import java.io.IOException;

/**
 * The Python with the packages of tools/requirements-cases.txt, which TensorFlow's cannot have: the
 * property or variable MEDSEG_CASES_PYTHON names it.
 */
final class CasesPython {
  private static final String NAME = "MEDSEG_CASES_PYTHON";
  private static final String PACKAGES = "h5py, hdf5plugin, hdf5storage, netCDF4, numpy, tables";

  private CasesPython() {}

  /** Skips the test where there is none, or where it lacks a package or HDF5 2.0. */
  static String find() throws IOException {
    String named = System.getProperty(NAME, System.getenv(NAME));
    assumeTrue(named != null, NAME + " names no Python (tools/requirements-cases.txt)");
    String check =
        "import %s; assert h5py.version.hdf5_version_tuple >= (2, 0)".formatted(PACKAGES);
    TestProcess.Result found = TestProcess.run(new ProcessBuilder(named, "-c", check));
    assumeTrue(
        found.code() == 0, () -> named + " lacks tools/requirements-cases.txt: " + found.output());
    return named;
  }
}
