package io.lepton.image;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Sends what the registry client prints through java.util.logging to SLF4J, at debug level: it is
 * told again as an error where it matters, and the console belongs to the embedding program.
 */
final class HttpLogs implements AutoCloseable {
  private static final List<Logger> LOGGERS =
      Stream.of("com.google.api.client.http", "org.apache.http", "com.google.auth")
          .map(Logger::getLogger)
          .toList();

  /** Parents are shut out while any build runs; guarded by the class. */
  private static int builds;

  private final Handler handler = new ToSlf4j();

  private HttpLogs() {}

  /** Redirects until closed. */
  static HttpLogs redirect() {
    HttpLogs logs = new HttpLogs();
    synchronized (HttpLogs.class) {
      builds++;
      for (Logger logger : LOGGERS) {
        logger.addHandler(logs.handler);
        logger.setUseParentHandlers(false);
      }
    }
    return logs;
  }

  @Override
  public void close() {
    synchronized (HttpLogs.class) {
      builds--;
      for (Logger logger : LOGGERS) {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(builds == 0);
      }
    }
  }

  private static final class ToSlf4j extends Handler {
    @Override
    public void publish(LogRecord message) {
      if (message.getLevel().intValue() >= Level.INFO.intValue()) {
        LoggerFactory.getLogger(String.valueOf(message.getLoggerName()))
            .debug("{}", message.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
