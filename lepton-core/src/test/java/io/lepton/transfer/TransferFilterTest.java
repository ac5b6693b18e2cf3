package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ObjectInfo;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferFilterTest {
  private static final Instant MODIFIED = Instant.parse("2026-11-28T01:02:03Z");

  @Test
  void itsTextIsTheOneThatJournalsKnowTheirTransferBy() {
    assertThat(TransferFilter.everything().include("*.csv", "b").maxSize(3))
        .hasToString(
            "TransferFilter[include=[*.csv, b], exclude=[], minSizeBytes=OptionalLong.empty,"
                + " maxSizeBytes=OptionalLong[3], newerThan=Optional.empty, contentTypes=[]]");
  }

  @Test
  void anExcludePatternCoversWhatIsNoObjectAndAnIncludePatternDoesNot() {
    assertThat(excludes("run/pipe", "pipe")).isTrue();
    assertThat(excludes("run/pipe", "run/**")).isTrue();
    assertThat(excludes("run/pipe", "/pipe")).isFalse();
    assertThat(excludes("a/.lepton/", ".lepton")).isTrue();
    assertThat(excludes("a/.lepton/", "**/.lepton/**")).isTrue();
    assertThat(excludes("a/.lepton/", "lepton")).isFalse();
    assertThat(
            TransferFilter.everything()
                .include("*.csv")
                .maxSize(1)
                .compile()
                .excludes(new ListPage.Skipped("link", "it is a symbolic link")))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, true", "3, true", "4, false"})
  void theSmallestAndTheLargestSizePass(long sizeBytes, boolean passes) {
    TransferFilter.Test filter = TransferFilter.everything().minSize(2).maxSize(3).compile();
    assertThat(filter.passesListed(object(sizeBytes, MODIFIED))).isEqualTo(passes);
  }

  @Test
  void anObjectOfTheInstantItselfIsNotNewer() {
    TransferFilter.Test filter = TransferFilter.everything().newerThan(MODIFIED).compile();
    assertThat(filter.passesListed(object(1, MODIFIED))).isFalse();
    assertThat(filter.passesListed(object(1, MODIFIED.plusNanos(1)))).isTrue();
  }

  @Test
  void sizesThatNoObjectCanHaveAreRefused() {
    TransferFilter everything = TransferFilter.everything();
    assertThatThrownBy(() -> everything.minSize(-1)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> everything.maxSize(-1)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> everything.minSize(4).maxSize(3)).isInstanceOf(InputException.class);
    assertThat(everything.minSize(0).maxSize(0).compile().passesListed(object(0, MODIFIED)))
        .isTrue();
  }

  private static ObjectInfo object(long sizeBytes, Instant modified) {
    return new ObjectInfo("k", sizeBytes, "v", modified, Checksums.none(), Optional.empty());
  }

  private static boolean excludes(String name, String glob) {
    return TransferFilter.everything()
        .exclude(glob)
        .compile()
        .excludes(new ListPage.Skipped(name, "it is no object"));
  }
}
