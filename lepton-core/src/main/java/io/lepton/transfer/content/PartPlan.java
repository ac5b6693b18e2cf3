package io.lepton.transfer.content;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.storage.ByteRange;

/**
 * How an object is cut into parts: all of one size but the last, numbered from 1.
 *
 * @param sizeBytes the object's length, at least 1
 * @param partBytes length of every part but the last
 */
public record PartPlan(long sizeBytes, long partBytes) {

  public PartPlan {
    if (sizeBytes < 1 || partBytes < 1) {
      throw new IllegalArgumentException("parts of " + partBytes + " bytes of " + sizeBytes);
    }
  }

  /**
   * The plan whose part size is nearest above {@code wishedPartBytes} and within {@code limits}.
   *
   * @throws CloudException INVALID_ARGUMENT when the limits allow no plan for this size
   */
  public static PartPlan of(String key, long sizeBytes, long wishedPartBytes, Limits limits) {
    long multiple = limits.partSizeMultipleBytes();
    long largest = limits.maxPartSizeBytes() - limits.maxPartSizeBytes() % multiple;
    long needed =
        Math.max(Math.max(limits.minPartSizeBytes(), 1), ceilDivide(sizeBytes, limits.maxParts()));
    long wished = Math.min(Math.max(wishedPartBytes, needed), Math.max(largest, 1));
    long part = roundUp(wished, multiple);
    boolean fits = largest > 0 && part <= largest && part >= needed;
    if (!fits || sizeBytes > limits.maxObjectSizeBytes()) {
      throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
          .operation("copy")
          .location(key)
          .message(
              "it has "
                  + sizeBytes
                  + " bytes, which is more than the target takes ("
                  + limits.maxParts()
                  + " parts of "
                  + limits.maxPartSizeBytes()
                  + " bytes, "
                  + limits.maxObjectSizeBytes()
                  + " in all); split it or leave it out");
    }
    return new PartPlan(sizeBytes, part);
  }

  /** How many parts. */
  public int count() {
    return Math.toIntExact(ceilDivide(sizeBytes, partBytes));
  }

  /** The bytes of one part. */
  public ByteRange range(int number) {
    if (number < 1 || number > count()) {
      throw new IllegalArgumentException("part " + number + " of " + count());
    }
    long offset = (number - 1) * partBytes;
    return new ByteRange(offset, Math.min(partBytes, sizeBytes - offset));
  }

  private static long ceilDivide(long value, long by) {
    return value / by + (value % by == 0 ? 0 : 1);
  }

  private static long roundUp(long value, long multiple) {
    long rest = value % multiple;
    return rest == 0 || value > Long.MAX_VALUE - multiple ? value : value + multiple - rest;
  }
}
