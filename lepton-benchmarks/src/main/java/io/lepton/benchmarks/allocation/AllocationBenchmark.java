package io.lepton.benchmarks.allocation;

import io.lepton.allocation.Allocation;
import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.AllocationSolver;
import java.nio.file.Path;
import java.time.Duration;
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
 * How long the solver takes for a whole answer on mixes that it proves optimal, or until its time
 * is up at one second. The catalogs are in the folder named by the system property {@code
 * lepton.catalog}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class AllocationBenchmark {

  /** Classes x replicas x offers. */
  @Param({"5x10x100", "5x100x2000", "20x100x2000", "20x1000x2000", "100x100000x2000"})
  public String size = "5x10x100";

  private AllocationProblem problem = AllocationProblem.builder().build();

  /** Draws the problem from its seed. */
  @Setup
  public void make() {
    String[] numbers = size.split("x", -1);
    problem =
        CatalogMix.problem(
            CatalogMix.catalog(Path.of(System.getProperty("lepton.catalog", "catalog"))),
            Integer.parseInt(numbers[0]),
            Integer.parseInt(numbers[1]),
            Integer.parseInt(numbers[2]),
            1,
            1);
  }

  /** One answer. */
  @Benchmark
  public Allocation solve() {
    return AllocationSolver.within(Duration.ofSeconds(1)).solve(problem);
  }
}
