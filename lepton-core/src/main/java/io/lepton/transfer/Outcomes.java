package io.lepton.transfer;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came of every object of a run. Thread safe. */
final class Outcomes {
  /** A run with so many failures has one cause; telling more of them would only fill the memory. */
  static final int MOST_FAILURES = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
  private static final int NAMED_PER_WARNING = 20;
  private static final int MOST_WARNINGS = 1_000;
  private static final String FURTHER = "further warnings, of other kinds than those above";

  final LongAdder copied = new LongAdder();
  final LongAdder skipped = new LongAdder();
  final LongAdder deleted = new LongAdder();
  final LongAdder bytes = new LongAdder();
  private final List<TransferFailure> failures = new ArrayList<>();
  private final Map<String, Named> warnings = new LinkedHashMap<>();
  private final Set<Place> passedOver = new HashSet<>();

  void failed(String key, Throwable error) {
    if (error instanceof SourceFailure source) {
      failed(key, source.error());
    } else if (error instanceof CloudException cloud) {
      failed(TransferFailure.of(key, cloud));
    } else {
      LOG.warn("unexpected error with {}", key, error);
      failed(key, ErrorKind.UNKNOWN, error.toString());
    }
  }

  void failed(String key, ErrorKind kind, String message) {
    failed(TransferFailure.of(key, kind, message));
  }

  private synchronized void failed(TransferFailure failure) {
    failures.add(failure);
  }

  /** Warns of something that befell {@code name}; equal texts are told once, with their names. */
  synchronized void warn(String text, String name) {
    boolean full = warnings.size() >= MOST_WARNINGS && !warnings.containsKey(text);
    Named named = warnings.computeIfAbsent(full ? FURTHER : text, unused -> new Named());
    named.count++;
    if (named.names.size() < NAMED_PER_WARNING) {
      named.names.add(name);
    }
  }

  /** Warns of what lies at {@code place} and is no object, though it may hold data. */
  synchronized void passedOver(Place place, ListPage.Skipped skipped) {
    warn("passed over at " + place + ", " + skipped.reason(), skipped.name());
    if (!skipped.name().equals(place.prefix())) {
      passedOver.add(place);
    }
  }

  /** Whether anything below {@code place} was passed over; an object of its own name is not. */
  synchronized boolean isPassedOverAt(Place place) {
    return passedOver.contains(place);
  }

  /** Warns of something that befell the whole run. */
  synchronized void warn(String text) {
    warnings.computeIfAbsent(text, unused -> new Named());
  }

  synchronized boolean anyFailed() {
    return !failures.isEmpty();
  }

  synchronized boolean tooManyFailed() {
    return failures.size() >= MOST_FAILURES;
  }

  synchronized List<TransferFailure> failures() {
    return List.copyOf(failures);
  }

  synchronized List<String> warnings() {
    List<String> texts = new ArrayList<>();
    warnings.forEach(
        (text, named) -> {
          if (named.count == 0) {
            texts.add(text);
          } else {
            long more = named.count - named.names.size();
            texts.add(
                text
                    + ": "
                    + String.join(", ", named.names)
                    + (more > 0 ? " and " + more + " more" : ""));
          }
        });
    return texts;
  }

  private static final class Named {
    private long count;
    private final List<String> names = new ArrayList<>();
  }
}
