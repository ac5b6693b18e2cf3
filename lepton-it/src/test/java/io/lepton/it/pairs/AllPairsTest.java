package io.lepton.it.pairs;

import io.lepton.it.site.AllSites;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import io.lepton.spi.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All 16 directions between folders and three clouds. {@code LEPTON_PAIRS_OBJECTS=2000}, {@code
 * LEPTON_PAIRS_LARGEST_MIB=200} and {@code LEPTON_PAIRS_ROUNDS=3} make it the long proof, of half a
 * gibibyte a direction; the default is small enough for every build.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllPairsTest {
  private static final Logger LOG = LoggerFactory.getLogger(AllPairsTest.class);

  private final List<OddObject> world =
      OddWorld.of(number("LEPTON_PAIRS_OBJECTS", 60), number("LEPTON_PAIRS_LARGEST_MIB", 6) << 20);
  private final Map<String, Place> sources = new LinkedHashMap<>();
  private AllSites sites;
  private PairCheck check;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    Rclone rclone = Rclone.installed();
    sites = AllSites.start(temporary, rclone);
    check = new PairCheck(sites.config(), sites.lepton(), rclone, temporary);
  }

  @AfterAll
  void stop() {
    if (sites != null) {
      sites.close();
    }
  }

  /** Every direction, as often as there are rounds. */
  static Stream<Arguments> directions() {
    return IntStream.rangeClosed(1, number("LEPTON_PAIRS_ROUNDS", 1))
        .boxed()
        .flatMap(
            round ->
                AllSites.directions().map(way -> Arguments.of(way.get()[0], way.get()[1], round)));
  }

  @ParameterizedTest(name = "{0} to {1}, round {2}")
  @MethodSource("directions")
  void everyObjectArrivesAsItWas(String from, String to, int round) throws IOException {
    Site source = sites.site(from);
    Site target = sites.site(to);
    List<OddObject> suited = PairCheck.suited(source, target, world);
    Place place = sources.computeIfAbsent(from + suited.size(), any -> check.seed(source, suited));
    check.arrives(source, place, target, suited);
    LOG.info("{} objects arrived from {} at {}, round {}", suited.size(), from, to, round);
  }

  private static int number(String variable, int otherwise) {
    String told = System.getenv(variable);
    return told == null ? otherwise : Integer.parseInt(told);
  }
}
