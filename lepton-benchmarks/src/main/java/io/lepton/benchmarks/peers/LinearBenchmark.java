package io.lepton.benchmarks.peers;

import io.lepton.allocation.ElasticAllocation;
import io.lepton.allocation.PayPerUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Family E: the linear programs of the elastic and the pay-per-use model, microseconds an answer,
 * model build included. All must agree on the cost, or the benchmark does not start.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class LinearBenchmark {

  /** {@code elastic-rows} or {@code pay-per-use}, and the number of offers or providers. */
  @Param({"elastic-1", "elastic-3", "pay-per-use"})
  public String model = "elastic-1";

  @Param({"10", "100", "1000"})
  public int offers = 10;

  private LinearPrograms program =
      new LinearPrograms(new double[0], new double[0][], new double[0], new double[0], false);
  private List<PayPerUse.Provider> providers = List.of();

  /** Makes the program from a seed. */
  @Setup
  public void make() {
    Random random = new Random(offers);
    boolean payPerUse = model.equals("pay-per-use");
    int rows = payPerUse ? 1 : Integer.parseInt(model.substring("elastic-".length()));
    double[] cost = random.doubles(offers, 0.01, 10).toArray();
    double[] limit = new double[offers];
    Arrays.fill(limit, Double.POSITIVE_INFINITY);
    double[][] weight = new double[rows][];
    double[] demand = new double[rows];
    for (int r = 0; r < rows; r++) {
      weight[r] = random.doubles(offers, 1, 64).map(Math::rint).toArray();
      demand[r] = 100 + random.nextInt(10_000);
    }
    providers = new ArrayList<>();
    if (payPerUse) {
      Arrays.fill(weight[0], 1);
      limit = random.doubles(offers, 10, 1000).map(Math::rint).toArray();
      demand[0] = Math.rint(Arrays.stream(limit).sum() * 0.6);
      for (int i = 0; i < offers; i++) {
        providers.add(new PayPerUse.Provider(cost[i], limit[i]));
      }
    }
    program = new LinearPrograms(cost, weight, demand, limit, payPerUse);
    double own = lepton();
    for (double other : new double[] {glop(), ojAlgo(), commonsMath()}) {
      if (Math.abs(other - own) > 1e-6 * own) {
        throw new IllegalStateException("costs differ: " + other + " and " + own);
      }
    }
  }

  /** Ours. */
  @Benchmark
  public double lepton() {
    return program.equal()
        ? PayPerUse.split(providers, program.demand()[0]).orElseThrow().cost()
        : ElasticAllocation.continuous(program.cost(), program.weight(), program.demand())
            .orElseThrow()
            .cost();
  }

  /** OR-Tools GLOP. */
  @Benchmark
  public double glop() {
    return program.glop();
  }

  /** ojAlgo. */
  @Benchmark
  public double ojAlgo() {
    return program.ojAlgo();
  }

  /** Commons Math. */
  @Benchmark
  public double commonsMath() {
    return program.commonsMath();
  }
}
