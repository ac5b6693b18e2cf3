package io.lepton.image;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the registry client prints through java.util.logging to SLF4J, at debug level: it is
 * told again as an error where it matters, and the console belongs to the embedding program.
 */
final class HttpLogs implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("com.google.api.client.http", "org.apache.http", "com.google.auth");

  private final List<Logger> loggers = NAMES.stream().map(Logger::getLogger).toList();
  private final Handler handler = new ToSlf4j();
  private final List<Boolean> before = loggers.stream().map(Logger::getUseParentHandlers).toList();

  private HttpLogs() {}

  /** Redirects until closed. */
  static HttpLogs redirect() {
    HttpLogs logs = new HttpLogs();
    for (Logger logger : logs.loggers) {
      logger.addHandler(logs.handler);
      logger.setUseParentHandlers(false);
    }
    return logs;
  }

  @Override
  public void close() {
    for (int i = 0; i < loggers.size(); i++) {
      loggers.get(i).removeHandler(handler);
      loggers.get(i).setUseParentHandlers(before.get(i));
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
