package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.local.LocalProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultPlan;
import io.lepton.testkit.fault.FaultyProvider;
import io.lepton.testkit.fault.StoreOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random faults and random {@code kill -9} together, on folders, by seeds that repeat. A few seeds
 * here; {@code -Dlepton.chaos.runs=200} runs as many as it says.
 */
class TransferChaosTest {
  private static final int RUNS = Integer.getInteger("lepton.chaos.runs", 2);
  private static final int KILLS = 3;
  private static final int FILES = 150;
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int MULTIPART_BYTES = 64 << 10;

  private static final List<Fault> ANYWHERE =
      List.of(
          Fault.transientError(ErrorKind.RESOURCE_EXHAUSTED),
          Fault.transientError(ErrorKind.TIMED_OUT),
          Fault.permanentError(ErrorKind.UNKNOWN),
          Fault.lostAnswer(),
          Fault.connectionLost(5),
          new Fault.EndEarly(3),
          new Fault.ExpireUpload());

  /** Only on the way to the target: a folder has no digest to tell what is read from it by. */
  private static final List<Fault> WHEN_WRITING = List.of(new Fault.FlipBit(7));

  private final Path folder;

  TransferChaosTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, RUNS);
  }

  /** What the processes run: source, target and state folder, and a seed, 0 for no faults. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      long seed = Long.parseLong(args[3]);
      FaultPlan plan = seed == 0 ? FaultPlan.none() : faults(seed);
      try (ObjectStores stores =
          new ObjectStores(
              List.of(FaultyProvider.of(new LocalProvider(), plan)),
              new ProviderConfig(Map.of(), Path.of(args[2])))) {
        TransferResult result =
            new TransferEngine(stores)
                .run(
                    Transfer.from(Place.file(Path.of(args[0])))
                        .to(Place.file(Path.of(args[1])))
                        .state(Path.of(args[2]))
                        .parallelism(4)
                        .bandwidth(seed == 0 ? 1L << 30 : 3 << 20)
                        .retries(new Retries(6, Duration.ofMillis(1), Duration.ofMillis(4)))
                        .chunking(new Chunking(BUFFER_BYTES, MULTIPART_BYTES, 32 << 10))
                        .build(),
                    event -> {});
        result.failures().forEach(System.out::println);
        System.exit(result.failed() == 0 ? 0 : 1);
      }
    }

    private static FaultPlan faults(long seed) {
      FaultPlan any = FaultPlan.seeded(seed, 0.05, EnumSet.allOf(StoreOperation.class), ANYWHERE);
      FaultPlan writing =
          FaultPlan.seeded(
              seed + 1, 0.03, Set.of(StoreOperation.PUT, StoreOperation.PUT_PART), WHEN_WRITING);
      return call -> any.decide(call).or(() -> writing.decide(call));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void underFaultsAndKillsNothingIsLostAndNothingForged(int seed) throws Exception {
    Random random = new Random(seed);
    Path source = folder.resolve("source");
    Path target = folder.resolve("target");
    fill(source, random);
    Map<String, String> before = tree(source);

    for (int kill = 1; kill <= KILLS; kill++) {
      Process process = start(source, target, seed * 10L + kill);
      awaitFiles(process, target, random.nextInt(FILES));
      process.destroyForcibly().waitFor();
      Map<String, String> arrived = tree(target);
      arrived.keySet().removeIf(file -> streamed(source.resolve(file)));
      assertThat(before.entrySet())
          .as("no wrong object at the target, seed %s", seed)
          .containsAll(arrived.entrySet());
    }
    Process last = start(source, target, 0);
    assertThat(last.waitFor(2, TimeUnit.MINUTES)).isTrue();

    assertThat(last.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
    assertThat(tree(target)).as("seed %s", seed).isEqualTo(before);
    assertThat(tree(source)).as("source of seed %s", seed).isEqualTo(before);
    try (ObjectStore store =
        new LocalProvider()
            .open(new ProviderConfig(Map.of(), folder))
            .storage()
            .orElseThrow()
            .open(Place.file(target))) {
      assertThat(store.listUploads()).as("orphans of seed %s", seed).isEmpty();
    }
  }

  /**
   * Whether a file goes in one write whose digest is known only at its end. When the target flips
   * one of its bits, it shows from there to the moment when that is found; a kill in between leaves
   * it to the next run.
   */
  private static boolean streamed(Path file) {
    long size = file.toFile().length();
    return size > BUFFER_BYTES && size <= MULTIPART_BYTES;
  }

  private Process start(Path source, Path target, long seed) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            source.toString(),
            target.toString(),
            folder.resolve("state").toString(),
            Long.toString(seed))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private static void fill(Path source, Random random) throws IOException {
    for (int i = 0; i < FILES; i++) {
      Path file = source.resolve("folder-" + i % 7).resolve("file-" + i);
      Files.createDirectories(file.getParent());
      byte[] content = new byte[random.nextInt(i % 50 == 0 ? 400_000 : 20_000)];
      random.nextBytes(content);
      Files.write(file, content);
    }
  }

  private static void awaitFiles(Process process, Path target, int files) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (process.isAlive() && tree(target).size() < files) {
      assertThat(System.nanoTime()).as("two minutes are enough").isLessThan(deadline);
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
  }

  private static Map<String, String> tree(Path root) throws IOException {
    return Files.exists(root) ? new TreeMap<>(TransferKillTest.tree(root)) : new TreeMap<>();
  }
}
