package io.lepton.cli;

import io.lepton.config.ConfigFile;
import io.lepton.config.ConfigNode;
import io.lepton.config.InputException;
import io.lepton.serving.gateway.Gateway;
import io.lepton.serving.gateway.GatewayOptions;
import io.lepton.serving.gateway.Routes;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A gateway with the routes of a file. */
@Command(
    name = "gateway",
    mixinStandardHelpOptions = true,
    header = "Passes inference requests on to the replicas that a file names, until told to stop.",
    description = {
      "",
      "The file is YAML:",
      "  port: 8080",
      "  old: [\"http://127.0.0.1:4001\"]",
      "  new: [\"http://127.0.0.1:4002\"]",
      "  new_percent: 5        # of 100 requests, so many go to the new side",
      "  mirror_percent: 100   # of 100 requests, so many are sent to the other side too",
      "  weights: {\"http://127.0.0.1:4002\": 2}"
    })
final class GatewayCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();

  @Parameters(paramLabel = "FILE", description = "The routes.")
  private Path file = Path.of("gateway.yaml");

  @Override
  public Integer call() throws InterruptedException {
    ConfigNode root =
        ConfigFile.read(file)
            .allow("host", "port", "old", "new", "new_percent", "mirror_percent", "weights");
    Routes routes = routes(root);
    GatewayOptions.Builder options =
        GatewayOptions.builder()
            .port(root.find("port").map(port -> port.integer(0, 65_535)).orElse(0));
    root.find("host").ifPresent(host -> options.host(host.text()));
    Gateway gateway = Gateway.start(options.build());
    gateway.route(routes);
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::drain, "lepton-gateway-drain"));
    console.line("listening on " + gateway.endpoint());
    new CountDownLatch(1).await();
    return ExitCode.DONE;
  }

  private Routes routes(ConfigNode root) {
    Map<URI, Double> weights = new HashMap<>();
    root.find("weights")
        .ifPresent(
            node ->
                node.entries()
                    .forEach((url, weight) -> weights.put(URI.create(url), weight.number(0, 1e9))));
    try {
      return new Routes(
          urls(root, "old"),
          urls(root, "new"),
          root.find("new_percent").map(value -> value.integer(0, 100)).orElse(0),
          root.find("mirror_percent").map(value -> value.integer(0, 100)).orElse(0),
          weights);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  private static List<URI> urls(ConfigNode root, String key) {
    return root.find(key).map(node -> node.list(item -> item.parse(URI::create))).orElse(List.of());
  }
}
