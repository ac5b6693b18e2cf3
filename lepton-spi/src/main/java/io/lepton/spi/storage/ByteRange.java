package io.lepton.spi.storage;

/**
 * A run of an object's bytes.
 *
 * @param offset first byte, from 0
 * @param lengthBytes how many; more than remain means up to the end
 */
public record ByteRange(long offset, long lengthBytes) {
  private static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE);

  public ByteRange {
    if (offset < 0 || lengthBytes < 1) {
      throw new IllegalArgumentException(
          "range must start at 0 or later and hold a byte: " + offset + "+" + lengthBytes);
    }
  }

  /** The whole object, empty ones included. */
  public static ByteRange all() {
    return ALL;
  }

  /** Whether this is the whole object. */
  public boolean isAll() {
    return offset == 0 && lengthBytes == Long.MAX_VALUE;
  }
}
