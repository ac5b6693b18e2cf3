package io.lepton.transfer.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkPoolTest {
  private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());

  private WorkPool pool(int workers) {
    return new WorkPool("test", workers, errors::add);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyTaskIsDoneOnce() throws Exception {
    AtomicInteger[] done = new AtomicInteger[20_000];
    try (WorkPool pool = pool(8)) {
      for (int i = 0; i < done.length; i++) {
        AtomicInteger task = new AtomicInteger();
        done[i] = task;
        pool.submit(task::incrementAndGet);
      }
      pool.awaitIdle();
      assertThat(done).allMatch(task -> task.get() == 1);
    }
    assertThat(errors).isEmpty();
  }

  @Test
  void noMoreWorkThanThereAreWorkers() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (WorkPool pool = pool(3)) {
      for (int i = 0; i < 1_000; i++) {
        pool.submit(
            () -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              inside.decrementAndGet();
            });
      }
      pool.awaitIdle();
    }
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void noThreadIsStartedWhileAnotherRests() throws Exception {
    Set<Thread> used = Collections.synchronizedSet(new HashSet<>());
    try (WorkPool pool = pool(64)) {
      for (int i = 0; i < 100; i++) {
        pool.submit(() -> used.add(Thread.currentThread()));
        pool.awaitIdle();
      }
    }
    assertThat(used).hasSize(1);
  }

  @Test
  void asManyWorkAtOnceAsThereAreWorkers() throws Exception {
    CountDownLatch all = new CountDownLatch(5);
    try (WorkPool pool = pool(5)) {
      for (int i = 0; i < 5; i++) {
        pool.submit(
            () -> {
              all.countDown();
              await(all);
            });
      }
      pool.awaitIdle();
    }
    assertThat(errors).isEmpty();
  }

  @Test
  void aHelperGoesBeforeTasksThatWait() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch queued = new CountDownLatch(1);
    try (WorkPool pool = pool(1)) {
      pool.submit(
          () -> {
            await(queued);
            pool.help(() -> order.add("helper"));
          });
      pool.submit(() -> order.add("task"));
      queued.countDown();
      pool.awaitIdle();
    }
    assertThat(order).containsExactly("helper", "task");
  }

  @Test
  void whoSubmitsWaitsWhileTheQueueIsFull() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    AtomicInteger submitted = new AtomicInteger();
    try (WorkPool pool = pool(1)) {
      Thread submitter =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 100; i++) {
                    pool.submit(() -> WorkPoolTest.await(open));
                    submitted.incrementAndGet();
                  }
                } catch (InterruptedException e) {
                  errors.add(e);
                }
              });
      submitter.start();
      while (submitter.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(submitted.get()).isLessThan(100);
      open.countDown();
      submitter.join();
      pool.awaitIdle();
    }
    assertThat(submitted.get()).isEqualTo(100);
    assertThat(errors).isEmpty();
  }

  @Test
  void whatATaskThrowsIsToldAndTheOthersAreDone() throws Exception {
    AtomicInteger done = new AtomicInteger();
    IllegalStateException broken = new IllegalStateException("broken");
    try (WorkPool pool = pool(2)) {
      for (int i = 0; i < 10; i++) {
        int task = i;
        pool.submit(
            () -> {
              if (task == 5) {
                throw broken;
              }
              done.incrementAndGet();
            });
      }
      pool.awaitIdle();
    }
    assertThat(done.get()).isEqualTo(9);
    assertThat(errors).containsExactly(broken);
  }

  @Test
  void whatWaitsWhenThePoolClosesIsStillDone() throws Exception {
    AtomicInteger done = new AtomicInteger();
    CountDownLatch open = new CountDownLatch(1);
    try (WorkPool pool = pool(6)) {
      for (int i = 0; i < 50; i++) {
        pool.submit(
            () -> {
              await(open);
              done.incrementAndGet();
            });
      }
      open.countDown();
    }
    assertThat(done.get()).isEqualTo(50);
  }

  @Test
  void aStoppedPoolInterruptsItsTasksAndRefusesItsOwner() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicInteger after = new AtomicInteger();
    try (WorkPool pool = pool(1)) {
      pool.submit(
          () -> {
            begun.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
          });
      pool.submit(after::incrementAndGet);
      await(begun);

      pool.stop();

      await(interrupted);
      assertThatThrownBy(pool::awaitIdle).isInstanceOf(RejectedExecutionException.class);
      assertThatThrownBy(() -> pool.submit(after::incrementAndGet))
          .isInstanceOf(RejectedExecutionException.class);
    }
    assertThat(after.get()).isZero();
  }
}
