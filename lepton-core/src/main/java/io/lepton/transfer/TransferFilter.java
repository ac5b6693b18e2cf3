package io.lepton.transfer;

import io.lepton.config.InputException;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ObjectInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which objects take part. An object passes when it matches an include pattern (or there is none),
 * no exclude pattern, and every bound. Globs: {@code *} and {@code ?} stop at a slash, {@code **}
 * does not, {@code [a-z]} and {@code {a,b}} choose; a pattern without a slash is matched against
 * the part of the key after its last slash, one with a slash against the whole key. What lies at a
 * place and is no object (a symbolic link, a pipe) is warned of unless an exclude pattern matches
 * it.
 *
 * @param include globs of which one must match; empty for all
 * @param exclude globs of which none may match
 * @param minSizeBytes smallest size that passes
 * @param maxSizeBytes largest size that passes
 * @param newerThan only objects modified after it
 * @param contentTypes glob patterns of media types ({@code image/*}) of which one must match; empty
 *     for all. Objects without a content type then fail
 */
public record TransferFilter(
    List<String> include,
    List<String> exclude,
    OptionalLong minSizeBytes,
    OptionalLong maxSizeBytes,
    Optional<Instant> newerThan,
    List<String> contentTypes) {
  private static final TransferFilter EVERYTHING =
      new TransferFilter(
          List.of(),
          List.of(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          List.of());

  public TransferFilter {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    contentTypes = List.copyOf(contentTypes);
    check("include", include);
    check("exclude", exclude);
    check("content type", contentTypes);
    long min = minSizeBytes.orElse(0);
    long max = maxSizeBytes.orElse(Long.MAX_VALUE);
    if (min < 0) {
      throw new InputException("min-size must be at least 0, not " + min);
    }
    if (max < 0) {
      throw new InputException("max-size must be at least 0, not " + max);
    }
    if (min > max) {
      throw new InputException("min-size " + min + " is larger than max-size " + max);
    }
  }

  private static void check(String option, List<String> globs) {
    for (String glob : globs) {
      try {
        glob(glob);
      } catch (InputException e) {
        throw new InputException(option + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * The same text, if it is a glob.
   *
   * @throws InputException when it is none; says why
   */
  public static String glob(String text) {
    return Glob.of(text).text();
  }

  /** Passes every object. */
  public static TransferFilter everything() {
    return EVERYTHING;
  }

  /** Whether every object passes. */
  public boolean passesEverything() {
    return equals(EVERYTHING);
  }

  /** The same, demanding that one of these globs (or those before) matches. */
  public TransferFilter include(String... globs) {
    return new TransferFilter(
        joined(include, globs), exclude, minSizeBytes, maxSizeBytes, newerThan, contentTypes);
  }

  /** The same, refusing keys that match one of these globs. */
  public TransferFilter exclude(String... globs) {
    return new TransferFilter(
        include, joined(exclude, globs), minSizeBytes, maxSizeBytes, newerThan, contentTypes);
  }

  /** The same, refusing smaller objects. */
  public TransferFilter minSize(long sizeBytes) {
    return new TransferFilter(
        include, exclude, OptionalLong.of(sizeBytes), maxSizeBytes, newerThan, contentTypes);
  }

  /** The same, refusing larger objects. */
  public TransferFilter maxSize(long sizeBytes) {
    return new TransferFilter(
        include, exclude, minSizeBytes, OptionalLong.of(sizeBytes), newerThan, contentTypes);
  }

  /** The same, refusing objects that were not modified after {@code instant}. */
  public TransferFilter newerThan(Instant instant) {
    return new TransferFilter(
        include, exclude, minSizeBytes, maxSizeBytes, Optional.of(instant), contentTypes);
  }

  /** The same, demanding one of these media types. */
  public TransferFilter contentType(String... globs) {
    return new TransferFilter(
        include, exclude, minSizeBytes, maxSizeBytes, newerThan, joined(contentTypes, globs));
  }

  private static List<String> joined(List<String> first, String... second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(second));
    return all;
  }

  /**
   * Every part by its name. Journals know their transfer by it, so it must stay as it is; it is
   * written out because what the compiler would have made is built when it is first called, which a
   * short run spends a part of its time on.
   */
  @Override
  public String toString() {
    return "TransferFilter[include="
        + include
        + ", exclude="
        + exclude
        + ", minSizeBytes="
        + minSizeBytes
        + ", maxSizeBytes="
        + maxSizeBytes
        + ", newerThan="
        + newerThan
        + ", contentTypes="
        + contentTypes
        + "]";
  }

  /** Compiles the patterns once for a run. */
  Test compile() {
    return new Test(
        this,
        include.stream().map(Glob::of).toList(),
        exclude.stream().map(Glob::of).toList(),
        contentTypes.stream().map(Glob::of).toList());
  }

  /** The compiled filter. Immutable. */
  record Test(
      TransferFilter filter, List<Glob> include, List<Glob> exclude, List<Glob> contentTypes) {

    /** Whether an object must be described with its metadata to be judged. */
    boolean needsMetadata() {
      return !contentTypes.isEmpty();
    }

    boolean passesKey(String key) {
      return (include.isEmpty() || isAmong(include, key)) && !isAmong(exclude, key);
    }

    private static boolean isAmong(List<Glob> globs, String key) {
      return !globs.isEmpty() && globs.stream().anyMatch(glob -> glob.matchesKey(key));
    }

    /**
     * Whether an exclude pattern covers what a listing passed over. Includes and bounds do not
     * tell: what is behind a link, or below a folder, may pass them.
     */
    boolean excludes(ListPage.Skipped skipped) {
      String name = skipped.name();
      String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
      return exclude.stream().anyMatch(glob -> glob.matchesKey(name) || glob.matchesKey(plain));
    }

    /** Everything but the content type, which listings may not tell. */
    boolean passesListed(ObjectInfo object) {
      return object.sizeBytes() >= filter.minSizeBytes.orElse(0)
          && object.sizeBytes() <= filter.maxSizeBytes.orElse(Long.MAX_VALUE)
          && filter.newerThan.map(object.lastModified()::isAfter).orElse(true)
          && passesKey(object.key());
    }

    boolean passesContentType(ObjectInfo object) {
      if (contentTypes.isEmpty()) {
        return true;
      }
      String type =
          object
              .metadata()
              .flatMap(metadata -> metadata.contentType())
              .map(text -> text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
              .orElse("");
      return contentTypes.stream().anyMatch(glob -> glob.matchesWhole(type));
    }
  }
}
