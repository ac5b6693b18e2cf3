package io.lepton.transfer.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.CloudException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StreamsTest {
  private static final long NEAR = 1;
  private static final long FAR = Duration.ofSeconds(1).toNanos();

  @Test
  void neverMoreGoAtOnceThanAreWantedAndAllGetTheirTurn() throws Exception {
    Streams streams = new Streams(3, () -> FAR);
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger turns = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    for (int thread = 0; thread < 16; thread++) {
      threads.execute(
          () -> {
            for (int turn = 0; turn < 1000; turn++) {
              streams.enter();
              most.accumulateAndGet(open.incrementAndGet(), Math::max);
              turns.incrementAndGet();
              open.decrementAndGet();
              streams.leave();
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(turns).hasValue(16_000);
    assertThat(most.get()).isLessThanOrEqualTo(3);
    assertThat(streams.countFree()).isEqualTo(3);
  }

  @Test
  void whoWaitsIsLetInWhenTheProcessorsTurnOutToBeIdle() throws Exception {
    Streams streams = new Streams(Integer.MAX_VALUE, () -> NEAR);
    int few = streams.countFree();
    int most = new Streams(Integer.MAX_VALUE, () -> FAR).countFree();
    // Nothing here uses the processors, so that all get in although nobody leaves.
    ExecutorService threads = Executors.newFixedThreadPool(most);
    CountDownLatch entered = new CountDownLatch(most);
    for (int thread = 0; thread < most; thread++) {
      threads.execute(
          () -> {
            streams.enter();
            entered.countDown();
          });
    }
    assertThat(entered.await(1, TimeUnit.MINUTES)).isTrue();
    threads.shutdown();
    assertThat(few).isLessThanOrEqualTo(most);
    assertThat(streams.tryEnter()).isFalse();
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    Streams streams = new Streams(1, () -> NEAR);
    streams.enter();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<?> waiting = thread.submit(streams::enter);
    thread.shutdownNow();
    assertThatThrownBy(waiting::get).hasCauseInstanceOf(CloudException.class);
    assertThat(streams.countFree()).isZero();
    streams.leave();
    assertThat(streams.tryEnter()).isTrue();
  }
}
