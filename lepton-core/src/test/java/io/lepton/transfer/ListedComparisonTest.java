package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.testkit.memory.MemoryProvider;
import io.lepton.transfer.ListedComparison.Verdict;
import io.lepton.transfer.account.MeteredStore;
import io.lepton.transfer.journal.FinishedObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is known before anything is asked, and how often the journal is. */
class ListedComparisonTest {
  private static final Instant COPIED = Instant.parse("2026-01-02T00:00:00Z");
  private static final Instant BEFORE = COPIED.minusSeconds(86_400);
  private static final Optional<ObjectMetadata> NONE = Optional.of(ObjectMetadata.none());
  private static final Optional<ObjectMetadata> RED = Optional.of(type("image/red"));
  private static final Optional<ObjectMetadata> UNTOLD = Optional.empty();
  private static final Checksums UNKNOWN = Checksums.none();
  private static final Checksums ONE = Checksums.of(Checksum.crc32c(1));
  private static final Checksums TWO = Checksums.of(Checksum.crc32c(2));

  private Optional<FinishedObject> known = Optional.empty();
  private int asked;

  private static ObjectMetadata type(String type) {
    return new ObjectMetadata(Map.of("content-type", type), Map.of(), Map.of());
  }

  private static ObjectInfo object(
      Instant modified, Checksums checksums, Optional<ObjectMetadata> metadata) {
    return new ObjectInfo("k", 5, "1", modified, checksums, metadata);
  }

  private static ObjectInfo source(Checksums checksums, Optional<ObjectMetadata> metadata) {
    return object(BEFORE, checksums, metadata);
  }

  private static ObjectInfo copy(Checksums checksums, Optional<ObjectMetadata> metadata) {
    return object(COPIED, checksums, metadata);
  }

  private Verdict verdict(
      TransferStrategy strategy, ObjectInfo source, Optional<ObjectInfo> target) {
    asked = 0;
    MemoryProvider cloud = new MemoryProvider().named("new");
    MeteredStore store = new MeteredStore(cloud.store("new://data/"));
    try (Side side = new Side(store, store, cloud, cloud.limits())) {
      Verdict verdict =
          new ListedComparison(
                  strategy,
                  new MetadataFit(side, new Outcomes()),
                  (left, right) -> {
                    asked++;
                    return known;
                  })
              .of(source, target);
      assertThat(side.usage().requests()).isZero();
      return verdict;
    }
  }

  private Verdict verdict(ObjectInfo source, ObjectInfo target) {
    return verdict(TransferStrategy.INCREMENTAL, source, Optional.of(target));
  }

  private void journalKnows(Instant modified) {
    known =
        Optional.of(
            new FinishedObject("k", "1", "1", FinishedObject.Form.PLAIN, Optional.of(modified)));
  }

  @Test
  void whatTheListingsTellIsNotLookedUp() {
    journalKnows(BEFORE);

    assertThat(verdict(source(ONE, NONE), copy(ONE, NONE))).isEqualTo(Verdict.EQUAL);
    assertThat(asked).isZero();
    assertThat(verdict(source(ONE, RED), copy(ONE, NONE))).isEqualTo(Verdict.DIFFERENT);
    assertThat(asked).isZero();
    ObjectInfo longer = new ObjectInfo("k", 6, "1", COPIED, ONE, NONE);
    assertThat(verdict(source(ONE, NONE), longer)).isEqualTo(Verdict.DIFFERENT);
    assertThat(asked).isZero();
    assertThat(verdict(TransferStrategy.INCREMENTAL, source(ONE, NONE), Optional.empty()))
        .isEqualTo(Verdict.DIFFERENT);
    assertThat(asked).isZero();
  }

  @Test
  void whatTheyDoNotTellIsLookedUpOnce() {
    assertThat(verdict(source(UNKNOWN, NONE), copy(UNKNOWN, NONE))).isEqualTo(Verdict.UNKNOWN);
    assertThat(asked).isEqualTo(1);
    assertThat(verdict(source(ONE, NONE), copy(TWO, NONE))).isEqualTo(Verdict.UNKNOWN);
    assertThat(asked).isEqualTo(1);
    journalKnows(BEFORE);
    assertThat(verdict(source(UNKNOWN, NONE), copy(UNKNOWN, NONE))).isEqualTo(Verdict.EQUAL);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void untoldMetadataOfEqualContentIsLookedAtWhereItMayHaveChangedSince() {
    assertThat(verdict(source(ONE, UNTOLD), copy(ONE, UNTOLD))).isEqualTo(Verdict.EQUAL);
    ObjectInfo later = object(COPIED.plusSeconds(1), ONE, UNTOLD);
    assertThat(verdict(later, copy(ONE, UNTOLD))).isEqualTo(Verdict.SAME_CONTENT);
    assertThat(asked).isEqualTo(1);
    journalKnows(COPIED.plusSeconds(1));
    assertThat(verdict(later, copy(ONE, UNTOLD))).isEqualTo(Verdict.EQUAL);
    assertThat(verdict(source(UNKNOWN, UNTOLD), copy(UNKNOWN, UNTOLD)))
        .isEqualTo(Verdict.SAME_CONTENT);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aFullTransferBelievesOnlyTheJournal() {
    TransferStrategy full = TransferStrategy.FULL;
    Optional<ObjectInfo> equal = Optional.of(copy(ONE, NONE));
    assertThat(verdict(full, source(ONE, NONE), equal)).isEqualTo(Verdict.DIFFERENT);
    journalKnows(BEFORE);
    assertThat(verdict(full, source(ONE, NONE), equal)).isEqualTo(Verdict.EQUAL);
    assertThat(asked).isEqualTo(1);
  }
}
