package io.lepton.transfer.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.storage.ByteRange;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PartPlanTest {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /** Amazon S3, "Multipart upload limits". */
  private static final Limits S3 =
      new Limits(5 * MIB, 5 * GIB, 10_000, 5 * GIB, 5L << 40, 1024, 1000, 1000, 1);

  /** Azure Storage, "Scalability targets for Blob storage". */
  private static final Limits AZURE =
      new Limits(1, 4000 * MIB, 50_000, 5000 * MIB, 50_000L * 4000 * MIB, 1024, 256, 5000, 1);

  @Test
  void theLargestObjectOfEveryCloudHasAPlan() {
    PartPlan s3 = PartPlan.of("k", 5L << 40, 8 * MIB, S3);
    assertThat(s3.count()).isEqualTo(10_000);
    assertThat(s3.partBytes()).isEqualTo((5L << 40) / 10_000 + 1);
    PartPlan azure = PartPlan.of("k", 50_000L * 4000 * MIB, 8 * MIB, AZURE);
    assertThat(azure.count()).isEqualTo(50_000);
    assertThat(azure.partBytes()).isEqualTo(4000 * MIB);
  }

  @Test
  void theSmallestPartIsKeptToExceptByTheLast() {
    PartPlan plan = PartPlan.of("k", 5 * MIB + 1, 1, S3);
    assertThat(plan.partBytes()).isEqualTo(5 * MIB);
    assertThat(plan.range(1)).isEqualTo(new ByteRange(0, 5 * MIB));
    assertThat(plan.range(2)).isEqualTo(new ByteRange(5 * MIB, 1));
    assertThatThrownBy(() -> plan.range(3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneByteTooManyIsRefusedByName() {
    assertThatThrownBy(() -> PartPlan.of("huge", (5L << 40) + 1, MIB, S3))
        .isInstanceOfSatisfying(
            CloudException.class,
            error -> {
              assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
              assertThat(error.getMessage()).contains("huge");
            });
  }

  @Property
  void partsCoverTheObjectOnceWithinTheLimits(
      @ForAll @LongRange(min = 1, max = 5L << 40) long size,
      @ForAll @LongRange(min = 1, max = 10L << 30) long wished) {
    check(size, wished, S3);
    check(size, wished, AZURE);
  }

  @Property
  void partsCoverTheObjectOnceWithinOddLimits(
      @ForAll @LongRange(min = 1, max = 100_000) long size,
      @ForAll @LongRange(min = 1, max = 100_000) long wished,
      @ForAll @IntRange(min = 1, max = 500) int min,
      @ForAll @IntRange(min = 1, max = 50) int maxParts,
      @ForAll @IntRange(min = 1, max = 64) int multiple) {
    Limits limits = new Limits(min, min + 2000, maxParts, 1, 1 << 30, 9, 9, 9, multiple);
    boolean possible = size <= (long) ((min + 2000) / multiple) * multiple * maxParts;
    Assume.that(possible);
    check(size, wished, limits);
  }

  private static void check(long size, long wished, Limits limits) {
    PartPlan plan = PartPlan.of("k", size, wished, limits);
    assertThat(plan.count()).isBetween(1, limits.maxParts());
    assertThat(plan.partBytes()).isBetween(limits.minPartSizeBytes(), limits.maxPartSizeBytes());
    assertThat(plan.partBytes() % limits.partSizeMultipleBytes()).isZero();
    ByteRange first = plan.range(1);
    ByteRange last = plan.range(plan.count());
    assertThat(first.offset()).isZero();
    assertThat(last.offset()).isEqualTo((plan.count() - 1) * plan.partBytes());
    assertThat(last.offset() + last.lengthBytes()).isEqualTo(size);
    assertThat(last.lengthBytes()).isBetween(1L, plan.partBytes());
  }
}
