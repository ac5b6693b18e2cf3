package io.lepton.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.config.InputException;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import io.lepton.spi.price.PriceBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks every installed cloud that has a price service for its offers and transfer tariffs, and
 * writes them down. Offers are passed on as the clouds give them; {@link CatalogAudit} judges them
 * when they are read. When a cloud cannot be asked, the offers that the old file has of it stay.
 *
 * <p>Beside the catalog stands {@code NAME.source.json}, which says when each cloud was asked.
 *
 * @param providers the installed clouds
 * @param config how they are opened
 * @param clock what time it is
 */
public record CatalogRefresh(List<CloudProvider> providers, ProviderConfig config, Clock clock) {

  public CatalogRefresh {
    providers = List.copyOf(providers);
  }

  /**
   * What one cloud answered.
   *
   * @param cloud provider id
   * @param offers how many offers
   * @param egressTiers how many tiers of transfer tariffs
   * @param problem why it could not be asked; empty when it answered
   */
  public record Source(String cloud, int offers, int egressTiers, Optional<String> problem) {}

  /**
   * Asks and writes.
   *
   * @param catalog file of the offers, replaced whole
   * @param egress file of the tariffs, replaced whole; none is written without it
   * @return what each cloud with a price service answered; nothing was written when all failed
   * @throws InputException when no installed cloud has a price service, or the old catalog of a
   *     cloud that failed cannot be read
   */
  public List<Source> run(Path catalog, Optional<Path> egress) {
    List<Offer> offers = new ArrayList<>();
    List<EgressTier> tiers = new ArrayList<>();
    List<Source> sources = new ArrayList<>();
    for (CloudProvider provider : providers) {
      try (CloudBackends backends = provider.open(config)) {
        Optional<PriceBackend> prices = backends.prices();
        if (prices.isPresent()) {
          sources.add(ask(provider.id(), prices.get(), offers, tiers));
        }
      }
    }
    if (sources.isEmpty()) {
      throw new InputException(
          "no installed provider has a price service; add one to the class path");
    }
    if (sources.stream().allMatch(source -> source.problem().isPresent())) {
      return sources;
    }
    keepOld(catalog, sources, offers);
    CatalogWriter.write(Catalog.of(offers, catalog.toString()), catalog);
    egress.ifPresent(file -> CatalogWriter.write(tiers, file));
    CatalogWriter.replace(
        catalog.resolveSibling(catalog.getFileName() + ".source.json"),
        out -> out.write(description(sources)));
    return sources;
  }

  private static Source ask(
      String cloud, PriceBackend prices, List<Offer> offers, List<EgressTier> tiers) {
    try {
      List<Offer> its = new ArrayList<>();
      prices.offers(its::add);
      List<EgressTier> itsTiers = prices.egressTiers();
      offers.addAll(its);
      tiers.addAll(itsTiers);
      return new Source(cloud, its.size(), itsTiers.size(), Optional.empty());
    } catch (CloudException e) {
      return new Source(cloud, 0, 0, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static void keepOld(Path catalog, List<Source> sources, List<Offer> offers) {
    List<String> failed =
        sources.stream().filter(source -> source.problem().isPresent()).map(Source::cloud).toList();
    if (!failed.isEmpty() && Files.isRegularFile(catalog)) {
      offers.addAll(Catalog.read(catalog).where(OfferFilter.all().clouds(failed).build()).offers());
    }
  }

  private String description(List<Source> sources) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("asked", clock.instant().toString());
    ArrayNode list = root.putArray("sources");
    for (Source source : sources) {
      ObjectNode node = list.addObject();
      node.put("cloud", source.cloud());
      node.put("offers", source.offers());
      node.put("egress_tiers", source.egressTiers());
      source.problem().ifPresent(problem -> node.put("kept_from_before", problem));
    }
    return root.toPrettyString() + "\n";
  }
}
