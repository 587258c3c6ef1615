package io.medseg.djl;

import com.sun.jna.NativeLibrary;

/**
 * The environment of this process as native code sees it. Java shows it but cannot change it, and
 * shows its own copy afterwards.
 */
final class NativeEnvironment {
  private static final int OVERWRITE = 1;

  private NativeEnvironment() {}

  /** Sets a variable for what native code reads from now on. */
  static void set(String name, String value) {
    int failed =
        NativeLibrary.getProcess()
            .getFunction("setenv")
            .invokeInt(new Object[] {name, value, OVERWRITE});
    if (failed != 0) {
      throw new IllegalStateException("Cannot set %s=%s".formatted(name, value));
    }
  }

  /** What native code reads; null if it is not set. */
  static String get(String name) {
    return NativeLibrary.getProcess()
        .getFunction("getenv")
        .invokeString(new Object[] {name}, false);
  }
}
