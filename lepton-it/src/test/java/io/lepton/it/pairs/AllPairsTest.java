package io.lepton.it.pairs;

import io.lepton.Lepton;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import io.lepton.it.site.Sites;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
  private final Map<String, Site> sites = new LinkedHashMap<>();
  private final Map<String, Place> sources = new LinkedHashMap<>();
  private Path scratch;
  private Lepton lepton;
  private PairCheck check;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    scratch = temporary;
    Rclone rclone = Rclone.installed();
    sites.putAll(Sites.all(scratch, rclone));
    Map<String, String> settings = new TreeMap<>();
    sites.values().forEach(site -> settings.putAll(site.settings(site.endpoint())));
    ProviderConfig config = new ProviderConfig(settings, scratch.resolve("home"));
    lepton =
        Lepton.of(
            config, sites.values().stream().map(Site::provider).toArray(CloudProvider[]::new));
    check = new PairCheck(config, lepton, rclone, scratch);
  }

  @AfterAll
  void stop() {
    if (lepton != null) {
      lepton.close();
    }
    sites.values().forEach(Site::close);
  }

  /** Every direction, as often as there are rounds. */
  static Stream<Arguments> directions() {
    List<String> schemes = List.of("file", "s3", "gs", "az");
    return IntStream.rangeClosed(1, number("LEPTON_PAIRS_ROUNDS", 1))
        .boxed()
        .flatMap(
            round ->
                schemes.stream()
                    .flatMap(from -> schemes.stream().map(to -> Arguments.of(from, to, round))));
  }

  @ParameterizedTest(name = "{0} to {1}, round {2}")
  @MethodSource("directions")
  void everyObjectArrivesAsItWas(String from, String to, int round) throws IOException {
    Site source = site(from);
    Site target = site(to);
    List<OddObject> suited = PairCheck.suited(source, target, world);
    Place place = sources.computeIfAbsent(from + suited.size(), any -> check.seed(source, suited));
    check.arrives(source, place, target, suited);
    LOG.info("{} objects arrived from {} at {}, round {}", suited.size(), from, to, round);
  }

  private Site site(String scheme) {
    return Objects.requireNonNull(sites.get(scheme), scheme);
  }

  private static int number(String variable, int otherwise) {
    String told = System.getenv(variable);
    return told == null ? otherwise : Integer.parseInt(told);
  }
}
