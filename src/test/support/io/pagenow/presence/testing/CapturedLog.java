package io.pagenow.presence.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps what a logger of {@code java.util.logging} logs, until it is closed. Thread-safe. */
public final class CapturedLog implements AutoCloseable {

  /**
   * What one call logged. All parts are texts of the time of the call.
   *
   * @param thrown the exception; the text {@code null} if there is none
   */
  public record Entry(String level, String message, List<String> parameters, String thrown) {}

  private final Logger logger;
  private final @Nullable Level before;
  private final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          entries.add(entry(logged));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private CapturedLog(Logger logger, @Nullable Level level) {
    this.logger = logger;
    this.before = logger.getLevel();
    if (level != null) {
      logger.setLevel(level);
    }
    logger.addHandler(handler);
  }

  /** Captures what is logged with the current level of the logger. */
  public static CapturedLog of(Logger logger) {
    return new CapturedLog(logger, null);
  }

  /** Captures everything, whatever the level of the logger is. */
  public static CapturedLog ofAllLevels(Logger logger) {
    return new CapturedLog(logger, Level.ALL);
  }

  private static Entry entry(LogRecord logged) {
    Object[] parameters = logged.getParameters();
    return new Entry(
        String.valueOf(logged.getLevel()),
        logged.getMessage(),
        parameters == null ? List.of() : Arrays.stream(parameters).map(String::valueOf).toList(),
        String.valueOf(logged.getThrown()));
  }

  /** Returns the entries so far. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Returns the levels of the entries so far. */
  public List<String> levels() {
    return entries().stream().map(Entry::level).toList();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setLevel(before);
  }
}
