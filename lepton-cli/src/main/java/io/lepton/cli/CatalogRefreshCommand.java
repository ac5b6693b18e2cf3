package io.lepton.cli;

import io.lepton.catalog.CatalogRefresh;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ProviderConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the installed clouds what they charge. */
@Command(
    name = "refresh",
    mixinStandardHelpOptions = true,
    header = "Asks every installed cloud's price service and writes the catalog.",
    description = {
      "",
      "The file is replaced whole; what a cloud that does not answer had in it stays "
          + "(code 3). FILE.source.json says when each cloud was asked."
    })
final class CatalogRefreshCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to; catalog.csv unless named.")
  private Path file = Path.of("catalog.csv");

  @Option(names = "--egress", paramLabel = "FILE", description = "Write transfer tariffs too.")
  private @Nullable Path egress;

  @Option(names = "--cloud", paramLabel = "ID", description = "Ask these clouds only.")
  private List<String> clouds = List.of();

  @Override
  public Integer call() {
    List<CloudProvider> providers =
        StreamSupport.stream(ServiceLoader.load(CloudProvider.class).spliterator(), false)
            .filter(provider -> clouds.isEmpty() || clouds.contains(provider.id()))
            .toList();
    List<CatalogRefresh.Source> sources =
        new CatalogRefresh(providers, ProviderConfig.fromEnvironment(), Clock.systemUTC())
            .run(file, Optional.ofNullable(egress));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("catalog", file.toString());
    document.put("sources", sources);
    console.document(document);
    long failed = 0;
    for (CatalogRefresh.Source source : sources) {
      if (source.problem().isPresent()) {
        failed++;
        console.warn(source.cloud() + " was not asked: " + source.problem().get());
      } else {
        console.line("%s: %,d offers".formatted(source.cloud(), source.offers()));
      }
    }
    if (failed == sources.size()) {
      console.warn("nothing was written");
      return ExitCode.FAILED;
    }
    console.line("written to " + file);
    return failed == 0 ? ExitCode.DONE : ExitCode.WARNINGS;
  }
}
