package io.lepton.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import io.lepton.spi.price.PriceBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogRefreshTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC);

  private static Offer offer(String cloud, long micros) {
    return new Offer(
        cloud, "r", "", "m", 2, 8, "", 0, OptionalLong.of(micros), OptionalLong.empty());
  }

  /** A cloud whose price service answers with these offers, or fails. */
  private record FakeCloud(String id, Optional<List<Offer>> offers, boolean priced)
      implements CloudProvider {

    @Override
    public Set<String> schemes() {
      return Set.of();
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of();
    }

    @Override
    public Limits limits() {
      return Limits.unlimited();
    }

    @Override
    public CloudBackends open(ProviderConfig config) {
      return new CloudBackends() {
        @Override
        public Optional<PriceBackend> prices() {
          return priced ? Optional.of(new FakePrices(id, offers)) : Optional.empty();
        }

        @Override
        public void close() {}
      };
    }
  }

  private record FakePrices(String cloud, Optional<List<Offer>> offers) implements PriceBackend {

    @Override
    public void offers(Consumer<Offer> sink) {
      offers
          .orElseThrow(
              () ->
                  CloudException.of(ErrorKind.TIMED_OUT)
                      .provider(cloud)
                      .operation("list offers")
                      .message("no answer from " + cloud))
          .forEach(sink);
    }

    @Override
    public List<EgressTier> egressTiers() {
      return List.of(new EgressTier(cloud, "any", "internet", 0, Double.POSITIVE_INFINITY, 90_000));
    }
  }

  private static FakeCloud cloud(String id, long micros) {
    return new FakeCloud(id, Optional.of(List.of(offer(id, micros))), true);
  }

  private static CatalogRefresh refresh(Path folder, CloudProvider... clouds) {
    return new CatalogRefresh(
        List.of(clouds), new ProviderConfig(Map.of(), folder.resolve("home")), CLOCK);
  }

  @Test
  void offersTariffsAndTheirOriginAreWritten(@TempDir Path folder) throws IOException {
    Path catalog = folder.resolve("catalog.csv");
    Path egress = folder.resolve("egress.csv");
    List<CatalogRefresh.Source> sources =
        refresh(folder, cloud("a", 10), cloud("b", 20), new FakeCloud("c", Optional.empty(), false))
            .run(catalog, Optional.of(egress));
    assertThat(sources).extracting(CatalogRefresh.Source::cloud).containsExactly("a", "b");
    assertThat(Catalog.read(catalog).offers()).containsExactly(offer("a", 10), offer("b", 20));
    assertThat(EgressTable.read(List.of(egress)).toInternet("b", "r")).isPresent();
    assertThat(Files.readString(folder.resolve("catalog.csv.source.json")))
        .contains("2026-11-21T08:00:00Z")
        .contains("\"cloud\" : \"b\"");
  }

  @Test
  void whatACloudThatFailsHadBeforeStays(@TempDir Path folder) {
    Path catalog = folder.resolve("catalog.csv");
    refresh(folder, cloud("a", 10), cloud("b", 20)).run(catalog, Optional.empty());
    List<CatalogRefresh.Source> sources =
        refresh(folder, cloud("a", 11), new FakeCloud("b", Optional.empty(), true))
            .run(catalog, Optional.empty());
    assertThat(sources.get(1).problem()).hasValueSatisfying(why -> assertThat(why).contains("b"));
    assertThat(Catalog.read(catalog).offers()).containsExactly(offer("a", 11), offer("b", 20));
  }

  @Test
  void nothingIsWrittenWhenNoCloudAnswers(@TempDir Path folder) {
    Path catalog = folder.resolve("catalog.csv");
    assertThat(
            refresh(folder, new FakeCloud("b", Optional.empty(), true))
                .run(catalog, Optional.empty()))
        .hasSize(1);
    assertThat(catalog).doesNotExist();
    assertThatThrownBy(
            () ->
                refresh(folder, new FakeCloud("c", Optional.empty(), false))
                    .run(catalog, Optional.empty()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no installed provider has a price service");
  }
}
