package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransferFilterTest {

  @Test
  void itsTextIsTheOneThatJournalsKnowTheirTransferBy() {
    assertThat(TransferFilter.everything().include("*.csv", "b").maxSize(3))
        .hasToString(
            "TransferFilter[include=[*.csv, b], exclude=[], minSizeBytes=OptionalLong.empty,"
                + " maxSizeBytes=OptionalLong[3], newerThan=Optional.empty, contentTypes=[]]");
  }
}
