package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.storage.ListPage;
import org.junit.jupiter.api.Test;

class TransferFilterTest {

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

  private static boolean excludes(String name, String glob) {
    return TransferFilter.everything()
        .exclude(glob)
        .compile()
        .excludes(new ListPage.Skipped(name, "it is no object"));
  }
}
