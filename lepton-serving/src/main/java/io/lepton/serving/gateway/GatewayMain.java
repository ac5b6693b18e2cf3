package io.lepton.serving.gateway;

import io.lepton.serving.http.DrainOptions;
import io.lepton.serving.http.ListenOptions;
import io.lepton.serving.http.PortInUseException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The gateway as a program. {@code LEPTON_GATEWAY_TOKEN} is the control API's token, without which
 * that API is off; {@code LEPTON_GATEWAY_STATE} names the file that keeps the routes. On SIGTERM it
 * reports not ready, answers what is in flight and ends. Exit codes: 1 when the port is in use, 2
 * for a bad option or an unreadable state file.
 */
@Command(
    name = "lepton-gateway",
    mixinStandardHelpOptions = true,
    description = "Passes inference requests on to the replicas of a service.",
    sortOptions = false)
public final class GatewayMain implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Mixin private ListenOptions listen = new ListenOptions();

  @Option(
      names = "--max-body-bytes",
      paramLabel = "N",
      defaultValue = "67108864",
      description = "Largest body of a request or an answer (default: 64 MiB).")
  private int maxBodyBytes = 64 << 20;

  @Option(
      names = "--attempt-timeout-millis",
      paramLabel = "N",
      defaultValue = "30000",
      description = "How long one replica may take to answer (default: 30000).")
  private int attemptTimeoutMillis = 30_000;

  @Option(
      names = "--probe-millis",
      paramLabel = "N",
      defaultValue = "500",
      description = "How often replicas are asked for their readiness (default: 500).")
  private int probeMillis = 500;

  @Option(
      names = "--mirror-queue",
      paramLabel = "N",
      defaultValue = "256",
      description = "How many mirrored requests may wait (default: 256).")
  private int mirrorQueue = 256;

  @Mixin private DrainOptions drain = new DrainOptions();

  /** Starts the program. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new GatewayMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    GatewayOptions options = options(System.getenv());
    Gateway gateway;
    try {
      gateway = Gateway.start(options);
    } catch (PortInUseException e) {
      System.err.println("lepton-gateway: " + e.getMessage());
      return 1;
    } catch (StateFileException e) {
      System.err.println("lepton-gateway: " + e.getMessage());
      return 2;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::drain, "lepton-gateway-drain"));
    System.out.println("listening on " + gateway.endpoint());
    new CountDownLatch(1).await();
    return 0;
  }

  private GatewayOptions options(Map<String, String> environment) {
    CommandSpec spec = Objects.requireNonNull(command);
    try {
      GatewayOptions.Builder options =
          GatewayOptions.builder()
              .host(listen.host())
              .port(listen.port(environment, spec))
              .maxBodyBytes(maxBodyBytes)
              .attemptTimeout(Duration.ofMillis(attemptTimeoutMillis))
              .probeInterval(Duration.ofMillis(probeMillis))
              .mirrorQueue(mirrorQueue)
              .drainNotice(drain.notice())
              .drainTimeout(drain.timeout());
      String token = environment.getOrDefault("LEPTON_GATEWAY_TOKEN", "");
      if (!token.isBlank()) {
        options.controlToken(token);
      }
      String state = environment.getOrDefault("LEPTON_GATEWAY_STATE", "");
      if (!state.isBlank()) {
        options.stateFile(Path.of(state));
      }
      return options.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
