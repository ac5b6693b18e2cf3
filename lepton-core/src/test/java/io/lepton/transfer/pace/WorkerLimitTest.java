package io.lepton.transfer.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In simulated time: workers that take processors in turn, and then wait for a network. */
class WorkerLimitTest {
  private static final int MOST = 32;
  private static final double NEAR_MILLIS = 0.2;
  private static final double FAR_MILLIS = 100;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void workersThatWaitForProcessorsAreSentToRest(long seed) {
    Simulation simulation = new Simulation(MOST, seed, NEAR_MILLIS);
    simulation.run(1);
    assertThat(simulation.limit.limit()).isLessThanOrEqualTo(16);
    simulation.run(9);
    double before = simulation.workerSeconds;
    simulation.run(20);
    assertThat((simulation.workerSeconds - before) / 20).isLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void restingWorkersMakeNothingSlowerWhereProcessorsAreTheLimit(long seed) {
    Simulation simulation = new Simulation(MOST, seed, NEAR_MILLIS);
    simulation.run(30);
    assertThat(simulation.tasks / 30.0).isGreaterThan(0.95 * Simulation.MOST_A_SECOND);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void allWorkWhereEachWaitsForTheNetwork(long seed) {
    Simulation simulation = new Simulation(MOST, seed, FAR_MILLIS);
    simulation.run(60);
    assertThat(simulation.workerSeconds / 60).isGreaterThan(0.96 * MOST);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void allComeBackWhereTheNetworkBecomesFar(long seed) {
    Simulation simulation = new Simulation(MOST, seed, NEAR_MILLIS);
    simulation.run(10);
    simulation.farMillis = FAR_MILLIS;
    simulation.run(10);
    double before = simulation.workerSeconds;
    simulation.run(20);
    assertThat((simulation.workerSeconds - before) / 20).isGreaterThan(0.9 * MOST);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void moreThanUsualWorkWhereProcessorsHaveTheTime(long seed) {
    Simulation simulation = new Simulation(256, seed, FAR_MILLIS);
    assertThat(simulation.limit.limit()).isEqualTo(64);
    simulation.run(2);
    assertThat(simulation.limit.limit()).isGreaterThanOrEqualTo(128);
    simulation.run(8);
    double before = simulation.workerSeconds;
    simulation.run(20);
    assertThat((simulation.workerSeconds - before) / 20).isGreaterThan(0.9 * 256);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void moreThanUsualGoOnWorkingWhereTasksEndInWaves(long seed) {
    Simulation simulation = new Simulation(256, seed, FAR_MILLIS);
    simulation.steady = true;
    simulation.run(10);
    double before = simulation.workerSeconds;
    simulation.run(20);
    assertThat((simulation.workerSeconds - before) / 20).isGreaterThan(0.96 * 256);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noMoreThanUsualAreTriedWhereProcessorsAreBusy(long seed) {
    Simulation simulation = new Simulation(256, seed, NEAR_MILLIS);
    simulation.run(30);
    assertThat(simulation.mostWorking).isLessThanOrEqualTo(64);
  }

  @Test
  void noMoreThanUsualAreTriedWithLargeObjectsThatBeginAndEndTogether() {
    WorkerLimit limit = new WorkerLimit(256, now -> true, 0);
    long now = 0;
    for (int round = 0; round < 100; round++) {
      long start = now;
      now += TimeUnit.SECONDS.toNanos(2);
      for (int task = 0; task < 200; task++) {
        now += TimeUnit.MILLISECONDS.toNanos(1);
        limit.ended(start, now);
        assertThat(limit.limit()).isLessThanOrEqualTo(64);
      }
    }
  }

  @Test
  void largeObjectsHaveAllWorkersWithinASecond() {
    Simulation simulation = new Simulation(MOST, 1, NEAR_MILLIS);
    simulation.run(10);
    assertThat(simulation.limit.limit()).isLessThan(MOST);

    simulation.limit.look(simulation.now + TimeUnit.MILLISECONDS.toNanos(1100));

    assertThat(simulation.limit.limit()).isEqualTo(MOST);
  }

  @Test
  void aPoolWithNothingToDoLearnsNothing() {
    WorkerLimit limit = new WorkerLimit(MOST, now -> false, 0);
    long now = 0;
    for (int task = 0; task < 10_000; task++) {
      limit.starved();
      long start = now;
      now += TimeUnit.MILLISECONDS.toNanos(1);
      limit.ended(start, now);
      assertThat(limit.limit()).isEqualTo(MOST);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 100})
  void thereAreNeverMoreThanAsked(int most) {
    for (double farMillis : new double[] {NEAR_MILLIS, 5, FAR_MILLIS}) {
      Simulation simulation = new Simulation(most, 1, farMillis);
      simulation.run(10);
      assertThat(simulation.mostWorking).isLessThanOrEqualTo(most);
      assertThat(simulation.leastLimit).isGreaterThanOrEqualTo(Math.min(most, 4));
    }
  }

  /** A closed loop of workers, two processors, and a network, whose times vary unless steady. */
  private static final class Simulation {
    private static final double TASK_MILLIS = 0.3;
    private static final int PROCESSORS = 2;
    static final double MOST_A_SECOND = PROCESSORS * 1000 / TASK_MILLIS;

    private final WorkerLimit limit;
    private final int most;
    private final Random random;
    private final long[] freeAt = new long[PROCESSORS];
    private final PriorityQueue<long[]> ends =
        new PriorityQueue<>(Comparator.comparingLong(task -> task[0]));
    private double farMillis;
    private boolean steady;
    private long now;
    private long tasks;
    private int mostWorking;
    private int leastLimit;
    private double workerSeconds;

    Simulation(int most, long seed, double farMillis) {
      this.limit = new WorkerLimit(most, now -> this.farMillis > 20, 0);
      this.most = most;
      this.leastLimit = most;
      this.random = new Random(seed);
      this.farMillis = farMillis;
    }

    void run(double seconds) {
      long until = now + (long) (seconds * 1e9);
      while (now < until) {
        while (ends.size() < Math.min(limit.limit(), most + 1)) {
          ends.add(new long[] {end(), now});
        }
        mostWorking = Math.max(mostWorking, ends.size());
        long[] task = ends.remove();
        workerSeconds += (task[0] - now) / 1e9 * (ends.size() + 1);
        now = task[0];
        tasks++;
        limit.ended(task[1], now);
        leastLimit = Math.min(leastLimit, limit.limit());
      }
    }

    private long end() {
      int processor = freeAt[0] <= freeAt[1] ? 0 : 1;
      long cpu = (long) (TASK_MILLIS * 1e6 * (0.5 + random.nextDouble()));
      freeAt[processor] = Math.max(freeAt[processor], now) + cpu;
      double varies = 0.5 - Math.log(1 - random.nextDouble()) / 2;
      double network = farMillis * (steady ? 1 : varies);
      return freeAt[processor] + (long) (network * 1e6);
    }
  }
}
