package io.lepton.transfer.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamLimitTest {
  private static final int MOST = 8;
  private static final int PROCESSORS = 2;
  private static final long NEAR = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long FAR = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long WINDOW = SpareTime.WINDOW.toNanos();

  private static StreamLimit begun(int most, long answerNanos) {
    StreamLimit limit = new StreamLimit(most, PROCESSORS);
    limit.begin(answerNanos, 0, 0);
    return limit;
  }

  @Test
  void farStoresHaveAllStreamsFromTheStart() {
    assertThat(begun(MOST, FAR).streams()).isEqualTo(MOST);
    assertThat(begun(MOST, Long.MAX_VALUE).streams()).isEqualTo(MOST);
  }

  @Test
  void nearStoresHaveOneStreamMoreThanThereAreProcessorsAsLongAsTheseAreBusy() {
    StreamLimit limit = begun(MOST, NEAR);
    for (int window = 1; window <= 50; window++) {
      assertThat(limit.isDue(window * WINDOW - 1)).isFalse();
      assertThat(limit.isDue(window * WINDOW)).isTrue();
      limit.look(window * WINDOW, window * WINDOW * PROCESSORS / 2);
      assertThat(limit.streams()).isEqualTo(PROCESSORS + 1);
    }
  }

  @Test
  void idleProcessorsCallForAllStreamsForGood() {
    StreamLimit limit = begun(MOST, NEAR);
    limit.look(WINDOW, WINDOW * PROCESSORS);
    assertThat(limit.streams()).isEqualTo(PROCESSORS + 1);
    limit.look(2 * WINDOW, WINDOW * PROCESSORS + WINDOW / 4);
    assertThat(limit.streams()).isEqualTo(MOST);
    assertThat(limit.isDue(9 * WINDOW)).isFalse();
  }

  @Test
  void whereTheSystemTellsNoProcessorTimeAllStreamsGo() {
    StreamLimit limit = begun(MOST, NEAR);
    limit.look(WINDOW, 0);
    assertThat(limit.streams()).isEqualTo(MOST);
  }

  @Test
  void noMoreStreamsGoThanAreWanted() {
    assertThat(begun(1, NEAR).streams()).isEqualTo(1);
    assertThat(begun(2, NEAR).streams()).isEqualTo(2);
    assertThat(begun(1, FAR).streams()).isEqualTo(1);
  }
}
