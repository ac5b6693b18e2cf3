package io.lepton.it.site;

import io.lepton.Lepton;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ProviderConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Folders and every cloud at once, and a {@link Lepton} that reaches them all. */
public final class AllSites implements AutoCloseable {
  private static final List<String> SCHEMES = List.of("file", "s3", "gs", "az");

  private final Map<String, Site> sites;
  private final ProviderConfig config;
  private final Lepton lepton;

  private AllSites(Map<String, Site> sites, ProviderConfig config) {
    this.sites = sites;
    this.config = config;
    this.lepton =
        Lepton.of(
            config, sites.values().stream().map(Site::provider).toArray(CloudProvider[]::new));
  }

  /** Starts them as {@link Sites#all}. */
  public static AllSites start(Path scratch, Rclone rclone) throws IOException {
    Map<String, Site> sites = Sites.all(scratch, rclone);
    Map<String, String> settings = new TreeMap<>();
    sites.values().forEach(site -> settings.putAll(site.settings(site.endpoint())));
    return new AllSites(sites, new ProviderConfig(settings, scratch.resolve("home")));
  }

  /** The schemes of all 16 directions, from and to. */
  public static Stream<Arguments> directions() {
    return SCHEMES.stream().flatMap(from -> SCHEMES.stream().map(to -> Arguments.of(from, to)));
  }

  public ProviderConfig config() {
    return config;
  }

  public Lepton lepton() {
    return lepton;
  }

  public Site site(String scheme) {
    return Objects.requireNonNull(sites.get(scheme), scheme);
  }

  @Override
  public void close() {
    lepton.close();
    sites.values().forEach(Site::close);
  }
}
