package io.lepton.spi;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * Where objects live: a URI {@code scheme://bucket/prefix}, such as {@code s3://lake/fraud/}, or
 * {@code file:///dir}, whose bucket is empty.
 *
 * <p>A place names a folder of keys, never one object: whether or not the text ends in a slash, the
 * prefix does (or is empty). Keys in the store opened on it are relative to the prefix. Text is
 * taken as it is, without percent decoding, because keys may hold any character.
 *
 * @param scheme lower case
 * @param bucket bucket or container; empty for {@code file}
 * @param prefix empty, or ending in a slash; for {@code file} an absolute path with one
 */
public record Place(String scheme, String bucket, String prefix) {

  public Place {
    Objects.requireNonNull(bucket, "bucket");
    if (!scheme.matches("[a-z][a-z0-9+.-]*")) {
      throw new IllegalArgumentException(
          "scheme '" + scheme + "' must be lower-case letters and digits, for example s3");
    }
    if (bucket.indexOf('/') >= 0) {
      throw new IllegalArgumentException("bucket '" + bucket + "' holds a slash");
    }
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      prefix = prefix + "/";
    }
  }

  /**
   * Reads a URI; for {@code file} the path is made absolute and normal, and {@code file:dir} is
   * relative to the working folder.
   *
   * @throws IllegalArgumentException naming the text and what is wrong with it
   */
  public static Place parse(String uri) {
    return parse(uri, Path.of(""));
  }

  /** Reads a URI; relative {@code file:} paths start at {@code folder}. */
  public static Place parse(String uri, Path folder) {
    int colon = uri.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "'"
              + uri
              + "' is no place; write scheme://bucket/prefix, or file:"
              + uri
              + " for a folder");
    }
    String scheme = uri.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = uri.substring(colon + 1);
    if (scheme.equals("file")) {
      return file(folder.resolve(filePath(uri, rest)));
    }
    if (!rest.startsWith("//") || rest.length() == 2 || rest.charAt(2) == '/') {
      throw new IllegalArgumentException(
          "'" + uri + "' names no bucket; write " + scheme + "://bucket/prefix");
    }
    int slash = rest.indexOf('/', 2);
    return slash < 0
        ? new Place(scheme, rest.substring(2), "")
        : new Place(scheme, rest.substring(2, slash), rest.substring(slash + 1));
  }

  private static String filePath(String uri, String rest) {
    if (!rest.startsWith("//")) {
      return rest;
    }
    String path = rest.substring(2);
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "'" + uri + "' names a host; write file:///dir for an absolute path or file:dir");
    }
    return path;
  }

  /** The place of a folder of this machine. */
  public static Place file(Path folder) {
    String path = folder.toAbsolutePath().normalize().toString();
    return new Place("file", "", path);
  }

  /** A place below this one. */
  public Place child(String relative) {
    return new Place(scheme, bucket, prefix + relative);
  }

  /** Whether {@code other} is this place or below it. */
  public boolean contains(Place other) {
    return scheme.equals(other.scheme)
        && bucket.equals(other.bucket)
        && other.prefix.startsWith(prefix);
  }

  /** The folder of a {@code file} place. */
  public Path toPath() {
    if (!scheme.equals("file")) {
      throw new IllegalStateException(this + " is no folder of this machine");
    }
    return Path.of(prefix.isEmpty() ? "/" : prefix);
  }

  // Written out, as what the compiler would have made is built when it is first called, which a
  // short command spends a part of its time on.
  @Override
  public boolean equals(Object other) {
    return other instanceof Place place
        && scheme.equals(place.scheme)
        && bucket.equals(place.bucket)
        && prefix.equals(place.prefix);
  }

  @Override
  public int hashCode() {
    return (scheme.hashCode() * 31 + bucket.hashCode()) * 31 + prefix.hashCode();
  }

  /** The URI that {@link #parse} reads back as this place. */
  @Override
  public String toString() {
    return scheme + "://" + bucket + (scheme.equals("file") ? "" : "/") + prefix;
  }
}
