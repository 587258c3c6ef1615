package io.medseg;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * What our own classes tell while a test runs, from INFO on, as in "WARN the message". For tests in
 * one thread, which close it.
 */
public final class LogLines implements AutoCloseable {
  private static final String OWN = "io.medseg";

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final LoggerContext context = LoggerContext.getContext(false);
  private final AbstractAppender appender =
      new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
      };

  /** Listens from now on. */
  public LogLines() {
    appender.start();
    LoggerConfig own = new LoggerConfig(OWN, Level.INFO, false);
    own.addAppender(appender, null, null);
    context.getConfiguration().addLogger(OWN, own);
    context.updateLoggers();
  }

  /** What was told so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    context.getConfiguration().removeLogger(OWN);
    context.updateLoggers();
  }
}
