package io.lepton.azure.blob;

import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.Checksums;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our own digest of a blob's content, kept in its metadata because the service keeps none that it
 * has verified: {@code 1-CRC32C-SIZE-SECONDS-FLAG}, where SECONDS is the service's time of writing
 * and the flag {@code d} says that the content type is the service's default and not the writer's.
 *
 * <p>Metadata can be copied to other content. So it counts only for a blob of the very size that
 * was last modified when the digest says, give or take two minutes (the commit takes part of that);
 * anything else has no digest, and whoever wants one reads the content.
 *
 * @param crc32c of the whole content; empty when the writer did not know it
 * @param sizeBytes length of the content
 * @param written when, by the service's clock
 * @param defaultType whether no content type was given
 */
record StoredDigest(
    Optional<Checksum> crc32c, long sizeBytes, Instant written, boolean defaultType) {

  /** Name in the metadata; never shown as user metadata. */
  static final String NAME = "lepton_digest";

  private static final Duration TOLERANCE = Duration.ofMinutes(2);
  private static final Pattern FORM =
      Pattern.compile("1-([0-9a-f]{8})?-([0-9]{1,18})-([0-9]{1,12})-([dt])");

  /** Reads a metadata value; empty when it is none of ours. */
  static Optional<StoredDigest> parse(String value) {
    Matcher matcher = FORM.matcher(value);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new StoredDigest(
              Optional.ofNullable(matcher.group(1))
                  .map(hex -> Checksum.crc32c(Long.parseLong(hex, 16))),
              Long.parseLong(matcher.group(2)),
              Instant.ofEpochSecond(Long.parseLong(matcher.group(3))),
              matcher.group(4).equals("d")));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether this digest was written with the blob of this size and time. */
  boolean belongsTo(long size, Instant lastModified) {
    return size == sizeBytes
        && Duration.between(written, lastModified).abs().compareTo(TOLERANCE) <= 0;
  }

  Checksums checksums() {
    return crc32c.map(Checksums::of).orElse(Checksums.none());
  }

  /** The value that {@link #parse} reads. */
  @Override
  public String toString() {
    return "1-"
        + crc32c.map(Checksum::hex).orElse("")
        + "-"
        + sizeBytes
        + "-"
        + written.getEpochSecond()
        + "-"
        + (defaultType ? "d" : "t");
  }
}
