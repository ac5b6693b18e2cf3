package io.lepton.watch;

import com.google.common.hash.Hashing;
import io.lepton.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One entry of an audit log. Its hash covers every other component, the previous entry's hash among
 * them, so no entry can be changed, moved or taken out without breaking the chain.
 *
 * @param sequence from 1, without gaps
 * @param time when
 * @param actor who: {@code user@host}
 * @param action what: {@code transfer}, {@code verdict}
 * @param subject on what: a place, a revision
 * @param digests of what was touched, by name, as {@code algorithm:value}
 * @param detail more, for people
 * @param previous the hash of the entry before; 64 zeros in the first
 * @param hash SHA-256, in hexadecimal digits, of the other components as one line of JSON with the
 *     components in this order and the digests sorted by name
 */
public record AuditEntry(
    long sequence,
    Instant time,
    String actor,
    String action,
    String subject,
    Map<String, String> digests,
    String detail,
    String previous,
    String hash) {

  /** What the first entry names as the one before it. */
  static final String START = "0".repeat(64);

  public AuditEntry {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(previous, "previous");
    Objects.requireNonNull(hash, "hash");
    digests = Map.copyOf(digests);
  }

  /** Seals the entry with its hash. */
  AuditEntry sealed() {
    return new AuditEntry(
        sequence, time, actor, action, subject, digests, detail, previous, computedHash());
  }

  /** The hash that the entry should have. */
  String computedHash() {
    String content =
        Json.line(
            new Content(
                sequence, time, actor, action, subject, new TreeMap<>(digests), detail, previous));
    return Hashing.sha256().hashString(content, StandardCharsets.UTF_8).toString();
  }

  private record Content(
      long sequence,
      Instant time,
      String actor,
      String action,
      String subject,
      Map<String, String> digests,
      String detail,
      String previous) {}
}
