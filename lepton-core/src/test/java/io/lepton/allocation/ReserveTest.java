package io.lepton.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReserveTest {
  private static final Reserve OF_A_HUNDRED = new Reserve(100);

  @Test
  void aTenthOfTheTimeIsKeptForWhatComesAfterTheSearch() {
    assertThat(OF_A_HUNDRED.leastNanos()).isEqualTo(10);
    assertThat(OF_A_HUNDRED.nanos(3)).isEqualTo(10);
  }

  @Test
  void asMuchIsKeptAsAFirstAnswerTookWhereThatIsMore() {
    assertThat(OF_A_HUNDRED.nanos(40)).isEqualTo(40);
    assertThat(OF_A_HUNDRED.nanos(400)).isEqualTo(400);
  }

  @Test
  void aFirstAnswerIsMeasuredWhereReadingTheProblemWasSlow() {
    assertThat(OF_A_HUNDRED.unsure(5)).isFalse();
    assertThat(OF_A_HUNDRED.unsure(6)).isTrue();
  }
}
