package io.lepton.cli;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the providers on the class path. */
@Command(
    name = "providers",
    mixinStandardHelpOptions = true,
    header = "Shows what is installed, with capabilities.")
final class ProvidersCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();

  @Override
  public Integer call() {
    List<Row> rows = new ArrayList<>();
    for (CloudProvider provider : ServiceLoader.load(CloudProvider.class)) {
      rows.add(
          new Row(
              provider.id(),
              new TreeSet<>(provider.schemes()),
              new TreeSet<>(provider.keySchemes()),
              new TreeSet<>(provider.capabilities())));
    }
    rows.sort(Comparator.comparing(Row::id));
    for (Row row : rows) {
      console.styled(
          "@|bold %s|@  %s%s"
              .formatted(
                  row.id(),
                  String.join(", ", schemeUris(row.schemes())),
                  row.keySchemes().isEmpty()
                      ? ""
                      : "; keys " + String.join(", ", schemeUris(row.keySchemes()))));
      console.line(
          "    "
              + row.capabilities().stream()
                  .map(ProvidersCommand::words)
                  .collect(Collectors.joining(", ")));
    }
    console.document(rows);
    return ExitCode.DONE;
  }

  private static List<String> schemeUris(Set<String> schemes) {
    return schemes.stream().map(scheme -> scheme + "://").toList();
  }

  private static String words(Capability capability) {
    return capability.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private record Row(
      String id, Set<String> schemes, Set<String> keySchemes, Set<Capability> capabilities) {}
}
