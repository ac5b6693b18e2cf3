package io.lepton.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import io.lepton.it.site.Sites;
import io.lepton.it.wire.Dialect;
import io.lepton.json.Json;
import io.lepton.spi.Place;
import io.lepton.testkit.wire.FaultProxy;
import io.lepton.transfer.crypt.Keysets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Transfers between folders, S3, Azure and Google in processes of their own, under random faults on
 * the wire and in folders, that are killed with {@code kill -9} at random moments, continued,
 * killed again, continued under faults and at last in peace. After every one of them: no object at
 * the target that never was at the source (or at the target before), nothing lost at the source,
 * every missing key named. In the end: both sides equal, no upload left behind.
 *
 * <p>A few seeds here; {@code -Dlepton.chaos.seeds=200} runs so many, {@code
 * -Dlepton.chaos.first=17} begins at another; the module's README says how, and what that gave.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChaosTest {
  private static final int FIRST = Integer.getInteger("lepton.chaos.first", 1);
  private static final int SEEDS = Integer.getInteger("lepton.chaos.seeds", 4);
  private static final double SHARE = 0.06;

  private final Map<String, Site> sites = new LinkedHashMap<>();
  private final Map<String, FaultProxy> proxies = new LinkedHashMap<>();
  private final Map<String, WireChaos> faults = new LinkedHashMap<>();
  private final Map<String, String> direct = new TreeMap<>();
  private final Map<String, String> faulty = new TreeMap<>();
  private Path scratch;

  static Stream<Scenario> scenarios() {
    return Stream.iterate(FIRST, seed -> seed + 1).limit(SEEDS).map(Scenario::of);
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    scratch = temporary;
    Rclone rclone = Rclone.installed();
    sites.putAll(Sites.all(scratch, rclone));
    for (Site site : sites.values()) {
      direct.putAll(site.settings(site.endpoint()));
      if (!site.endpoint().isEmpty()) {
        WireChaos chaos = new WireChaos(Dialect.of(site.scheme()));
        FaultProxy proxy = FaultProxy.before(site.endpoint()).plan(chaos).withoutLog().start();
        faults.put(site.scheme(), chaos);
        proxies.put(site.scheme(), proxy);
        faulty.putAll(site.settings(proxy.endpoint()));
      }
    }
  }

  @AfterAll
  void stop() {
    proxies.values().forEach(FaultProxy::close);
    sites.values().forEach(Site::close);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void nothingIsLostAndNothingForged(Scenario scenario) throws Exception {
    Random random = new Random(scenario.seed() * 0xd1342543de82ef95L);
    Path folder = Files.createDirectory(scratch.resolve("seed-" + scenario.seed()));
    Place from = site(scenario.from()).emptyPlace();
    Place to = site(scenario.to()).emptyPlace();
    Path keyset = folder.resolve("keyset.json");
    Keysets.create(keyset, Keysets.Purpose.ENCRYPTION);
    ChaosRun calm = new ChaosRun(scenario, from, to, folder.resolve("state"), keyset, direct, 0);
    try (ChaosWorld world = new ChaosWorld(calm, random)) {
      world.fill();
      int kills = 1 + random.nextInt(2);
      for (int kill = 1; kill <= kills; kill++) {
        killed(stormy(calm, kill), folder, world, random);
        world.checkTarget("after kill " + kill);
        if (kill == 1 && scenario.changing()) {
          world.change();
        }
      }
      storm(scenario.seed() * 100L);
      ChaosRun.Outcome survived = stormy(calm, kills + 1).run();
      peace();
      world.checkTarget("after a run under faults that ended with " + survived);
      if (!survived.isOfTheWholeRun()) {
        world.checkMissingAreNamed(survived);
      }

      ChaosRun.Outcome last = calm.run();
      world.checkMissingAreNamed(last);
      assertThat(last.failures()).as("the last run").isEmpty();
      world.checkEqual();
    }
  }

  /** Runs in a process of its own that is killed after so many requests, if it lives so long. */
  private void killed(ChaosRun run, Path folder, ChaosWorld world, Random random)
      throws IOException, InterruptedException {
    storm(run.fileFaults());
    long until = requests() + random.nextInt(3 * world.size());
    Path file = folder.resolve("run.json");
    Json.write(file, run);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                ChaosRun.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
      while (process.isAlive() && requests() < until) {
        assertThat(System.nanoTime()).as("five minutes are enough").isLessThan(deadline);
        process.waitFor(3, TimeUnit.MILLISECONDS);
      }
    } finally {
      process.destroyForcibly().waitFor();
      peace();
    }
  }

  private ChaosRun stormy(ChaosRun calm, int number) {
    return new ChaosRun(
        calm.scenario(),
        calm.from(),
        calm.to(),
        calm.state(),
        calm.keyset(),
        faulty,
        calm.scenario().seed() * 10L + number);
  }

  private void storm(long seed) {
    faults.values().forEach(chaos -> chaos.begin(seed, SHARE));
  }

  private void peace() {
    faults.values().forEach(WireChaos::end);
  }

  private long requests() {
    return proxies.values().stream().mapToLong(FaultProxy::requestCount).sum();
  }

  private Site site(String scheme) {
    return Objects.requireNonNull(sites.get(scheme), scheme);
  }
}
