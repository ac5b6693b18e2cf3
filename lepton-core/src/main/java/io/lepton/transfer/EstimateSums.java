package io.lepton.transfer;

import io.lepton.transfer.PlannedAction.Verb;
import io.lepton.transfer.account.Usage;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What an estimate adds up, object by object: their fates, and the work that these take. */
final class EstimateSums {
  private final Map<Verb, Long> objects = new EnumMap<>(Verb.class);
  private final Map<Verb, Long> bytes = new EnumMap<>(Verb.class);
  private long bytesCompared;
  private long bytesRead;
  private long readsAtSource;
  private long readsAtTarget;
  private long writes;

  /** One more object has this fate. */
  void add(Verb verb, long sizeBytes) {
    objects.merge(verb, 1L, Long::sum);
    bytes.merge(verb, sizeBytes, Long::sum);
  }

  /** How many objects have one of these fates. */
  long objects(Verb... verbs) {
    return sum(objects, verbs);
  }

  /** The content of the objects that have one of these fates. */
  long bytes(Verb... verbs) {
    return sum(bytes, verbs);
  }

  private static long sum(Map<Verb, Long> sums, Verb... verbs) {
    return Arrays.stream(verbs).mapToLong(verb -> sums.getOrDefault(verb, 0L)).sum();
  }

  /** The content of one object is compared, by one request to each side. */
  void compared(long sizeBytes) {
    bytesCompared += sizeBytes;
    bytesRead += sizeBytes;
    read(1, 1);
  }

  /** So much content of one object is copied, by so many writes. */
  void copied(long sizeBytes, long requests) {
    bytesRead += sizeBytes;
    writes += requests;
  }

  /** Requests that read or describe, at either side. */
  void read(long atSource, long atTarget) {
    readsAtSource += atSource;
    readsAtTarget += atTarget;
  }

  /** The content that is compared by reading it. */
  long bytesCompared() {
    return bytesCompared;
  }

  /** The content that leaves the source. */
  long bytesRead() {
    return bytesRead;
  }

  /** Requests to the source that are made for single objects. */
  Usage atSource() {
    return new Usage(0, readsAtSource, 0, 0);
  }

  /** Requests to the target that are made for single objects. */
  Usage atTarget() {
    return new Usage(0, readsAtTarget, writes, 0);
  }
}
