package io.lepton.transfer.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PacingTest {
  private static CloudException throttling() {
    return CloudException.of(ErrorKind.RESOURCE_EXHAUSTED).retryable().message("slow down");
  }

  private static Requests requests(ConcurrencyGate gate) {
    return new Requests(gate, 4, Duration.ofMillis(1), Duration.ofMillis(2));
  }

  @Nested
  class Concurrency {
    @Test
    void isHalvedByThrottlingAndGrowsByOneARound() throws Exception {
      ConcurrencyGate gate = new ConcurrencyGate(16);
      gate.enter();
      gate.leaveThrottled(Duration.ZERO);
      assertThat(gate.limit()).isEqualTo(8);

      for (int answer = 0; answer < 8; answer++) {
        gate.enter();
        gate.leave();
      }

      assertThat(gate.limit()).isBetween(8, 9);
      for (int answer = 0; answer < 200; answer++) {
        gate.enter();
        gate.leave();
      }
      assertThat(gate.limit()).isEqualTo(16);
    }

    @Test
    void doesNotGiveWayToOneAnswerInAHundred() throws Exception {
      ConcurrencyGate gate = new ConcurrencyGate(256);
      for (int answer = 1; answer <= 2_000; answer++) {
        gate.enter();
        if (answer % 100 == 0) {
          gate.leaveThrottled(Duration.ZERO);
          assertThat(gate.limit()).isEqualTo(256);
        } else {
          gate.leave();
        }
      }
    }

    @Test
    void hardlyGivesWayToOneThrottledAnswerAmongTheFirst() throws Exception {
      ConcurrencyGate gate = new ConcurrencyGate(256);
      for (int answer = 0; answer < 19; answer++) {
        gate.enter();
        gate.leave();
      }
      gate.enter();
      gate.leaveThrottled(Duration.ZERO);
      assertThat(gate.limit()).isEqualTo(256 * 39 / 40);
    }

    @Test
    void hardlyGivesWayToOneThrottledAnswerAmongMany() throws Exception {
      ConcurrencyGate gate = new ConcurrencyGate(16);
      for (int answer = 0; answer < 300; answer++) {
        gate.enter();
        gate.leave();
      }
      gate.enter();
      gate.leaveThrottled(Duration.ZERO);
      assertThat(gate.limit()).isGreaterThanOrEqualTo(15);
    }

    @Test
    void givesWayByHalfOfTheShareThatIsThrottled() throws Exception {
      AtomicLong now = new AtomicLong();
      ConcurrencyGate gate = new ConcurrencyGate(100, now::get);
      for (int answer = 0; answer < 30; answer++) {
        gate.enter();
        gate.leave();
      }
      for (int answer = 0; answer < 10; answer++) {
        gate.enter();
        gate.leaveThrottled(Duration.ZERO);
      }
      // One decrease in a burst, with the first of it.
      assertThat(gate.limit()).isEqualTo(98);
      now.addAndGet(TimeUnit.MILLISECONDS.toNanos(200));
      gate.enter();
      gate.leaveThrottled(Duration.ZERO);
      // 98.39 times 1 - (11 of 41) / 2.
      assertThat(gate.limit()).isEqualTo(85);
    }

    @Test
    void aBurstOfThrottlingCountsOnce() throws Exception {
      ConcurrencyGate gate = new ConcurrencyGate(16);
      for (int i = 0; i < 5; i++) {
        gate.enter();
      }
      for (int i = 0; i < 5; i++) {
        gate.leaveThrottled(Duration.ZERO);
      }
      assertThat(gate.limit()).isEqualTo(8);
    }

    @Test
    void neverExceedsItsLimitAndReachesItAgain() throws Exception {
      ConcurrencyGate gate = new ConcurrencyGate(8);
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      ExecutorService callers = Executors.newFixedThreadPool(24);
      try {
        gate.enter();
        gate.leaveThrottled(Duration.ZERO);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
          all.add(
              callers.submit(
                  () -> {
                    for (int round = 0; round < 200; round++) {
                      gate.enter();
                      int now = inside.incrementAndGet();
                      most.accumulateAndGet(now, Math::max);
                      inside.decrementAndGet();
                      gate.leave();
                    }
                    return inside.get();
                  }));
        }
        for (Future<?> caller : all) {
          caller.get(60, TimeUnit.SECONDS);
        }
      } finally {
        callers.shutdownNow();
      }
      assertThat(most.get()).isLessThanOrEqualTo(8);
      assertThat(gate.limit()).isEqualTo(8);
    }
  }

  @Nested
  class RetryAfter {
    @Test
    void isKeptByWhoAskedAndByEverybodyElse() {
      ConcurrencyGate gate = new ConcurrencyGate(4);
      Requests requests = requests(gate);
      AtomicInteger calls = new AtomicInteger();
      long start = System.nanoTime();

      String answer =
          requests.call(
              () -> {
                if (calls.incrementAndGet() == 1) {
                  throw CloudException.of(ErrorKind.RESOURCE_EXHAUSTED)
                      .retryAfter(Duration.ofMillis(300))
                      .message("slow down");
                }
                return "done";
              });

      assertThat(answer).isEqualTo("done");
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
      assertThat(requests.throttled()).isEqualTo(1);
    }

    @Test
    void closesTheGateForRequestsThatHaveNotFailed() throws Exception {
      ConcurrencyGate gate = new ConcurrencyGate(4);
      gate.enter();
      long start = System.nanoTime();
      gate.leaveThrottled(Duration.ofMillis(200));
      gate.enter();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000L);
    }
  }

  @Test
  void aFullDiskIsNotRetriedAndSlowsNobodyDown() {
    ConcurrencyGate gate = new ConcurrencyGate(16);
    Requests requests = requests(gate);
    AtomicInteger calls = new AtomicInteger();

    assertThatThrownBy(
            () ->
                requests.run(
                    () -> {
                      calls.incrementAndGet();
                      throw CloudException.of(ErrorKind.RESOURCE_EXHAUSTED).message("disk full");
                    }))
        .isInstanceOf(CloudException.class);

    assertThat(calls.get()).isEqualTo(1);
    assertThat(gate.limit()).isEqualTo(16);
  }

  @Test
  void onlyRequestsTellHowFarTheStoresAre() {
    Requests requests = requests(new ConcurrencyGate(4));

    requests.repeat(() -> {});
    assertThat(requests.quickestNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(requests.sent()).isZero();

    requests.read(() -> "read");
    assertThat(requests.quickestNanos()).isLessThan(Long.MAX_VALUE);
    assertThat(requests.sent()).isZero();
  }

  @Test
  void whatTakesNoRequestIsRepeatedLikeOne() {
    AtomicInteger calls = new AtomicInteger();
    requests(new ConcurrencyGate(4))
        .repeat(
            () -> {
              if (calls.incrementAndGet() < 3) {
                throw throttling();
              }
            });
    assertThat(calls).hasValue(3);
  }

  @Test
  void whatIsRetryableUntilConfirmedEndsWhenItComesTwiceAlike() {
    assertThat(callsUntilGivenUp("was altered", "was altered")).isEqualTo(2);
    assertThat(callsUntilGivenUp("has a", "has b", "has c", "has c")).isEqualTo(4);
    assertThat(callsUntilGivenUp("has a", "has b", "has a", "has b")).isEqualTo(4);
  }

  /** Each call ends with the next of these errors. */
  private static int callsUntilGivenUp(String... errors) {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                requests(new ConcurrencyGate(4))
                    .read(
                        () -> {
                          throw CloudException.of(ErrorKind.DATA_CORRUPTED)
                              .retryableUntilConfirmed()
                              .message(errors[calls.getAndIncrement()]);
                        }))
        .isInstanceOf(CloudException.class)
        .hasMessage(errors[calls.get() - 1]);
    return calls.get();
  }

  @Test
  void throttlingIsRetriedAsOftenAsAskedAndThenTold() {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                requests(new ConcurrencyGate(4))
                    .run(
                        () -> {
                          calls.incrementAndGet();
                          throw throttling();
                        }))
        .hasMessageContaining("slow down");
    assertThat(calls.get()).isEqualTo(4);
  }
}
