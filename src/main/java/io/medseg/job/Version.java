package io.medseg.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/**
 * The version of this build: that of the pom, which Maven writes into a file beside the classes.
 */
final class Version implements IVersionProvider {
  private static final String FILE = "version.properties";

  /** As in "0.1.0-SNAPSHOT". */
  static String current() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(FILE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"medseg-spark " + current()};
  }
}
