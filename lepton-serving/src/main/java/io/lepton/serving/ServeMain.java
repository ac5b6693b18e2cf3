package io.lepton.serving;

import io.lepton.model.ModelFormatException;
import io.lepton.serving.http.DrainOptions;
import io.lepton.serving.http.ListenOptions;
import io.lepton.serving.http.PortInUseException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program that a Lepton image runs: serves one saved model until it is told to stop. On SIGTERM
 * it reports not ready, answers what is in flight and ends. Exit codes: 1 when the port is in use
 * or serving fails, 2 for a bad option or an unreadable model.
 */
@Command(
    name = "lepton-serving",
    mixinStandardHelpOptions = true,
    description = "Serves a saved model by the Open Inference Protocol v2 over REST.",
    sortOptions = false)
public final class ServeMain implements Callable<Integer> {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "PLACE",
      required = true,
      description = "Folder with model.json, or a TorchScript file.")
  private Path model = Path.of("model");

  @Option(
      names = "--input-shape",
      paramLabel = "N",
      split = ",",
      description = "Shape of one row, for a TorchScript file without model.json.")
  private List<Long> inputShape = List.of();

  @Mixin private ListenOptions listen = new ListenOptions();

  @Option(
      names = "--max-batch-rows",
      paramLabel = "N",
      defaultValue = "32",
      description = "Most rows of one forward pass (default: 32).")
  private int maxBatchRows = 32;

  @Option(
      names = "--max-batch-delay-micros",
      paramLabel = "N",
      defaultValue = "500",
      description = "How long a batch that is not full waits for more (default: 500).")
  private int maxBatchDelayMicros = 500;

  @Option(
      names = "--queue-rows",
      paramLabel = "N",
      defaultValue = "4096",
      description = "How many rows may wait before requests get 503 (default: 4096).")
  private int queueRows = 4096;

  @Option(
      names = "--max-body-bytes",
      paramLabel = "N",
      defaultValue = "67108864",
      description = "Largest request body (default: 64 MiB).")
  private int maxBodyBytes = 64 << 20;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of one forward pass (default: one a processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private DrainOptions drain = new DrainOptions();

  /** Starts the program. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ServeMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    ServerOptions options = options();
    // DJL reads these once, when the engine loads.
    defaultProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
    defaultProperty("ai.djl.pytorch.num_interop_threads", "1");
    defaultProperty("ai.djl.offline", "true");
    InferenceServer server;
    try {
      server = InferenceServer.start(options, () -> DjlPredictor.open(model, inputShape));
    } catch (PortInUseException e) {
      System.err.println("lepton-serving: " + e.getMessage());
      return 1;
    } catch (ModelFormatException e) {
      System.err.println("lepton-serving: " + e.getMessage());
      return 2;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::drain, "lepton-serving-drain"));
    System.out.println("ready on " + server.endpoint());
    new CountDownLatch(1).await();
    return 0;
  }

  private ServerOptions options() {
    CommandSpec spec = java.util.Objects.requireNonNull(command);
    try {
      if (threads < 1) {
        throw new IllegalArgumentException("--threads must be at least 1, not " + threads);
      }
      return ServerOptions.builder()
          .host(listen.host())
          .port(listen.port(System.getenv(), spec))
          .maxBatchRows(maxBatchRows)
          .maxBatchDelay(Duration.ofNanos(maxBatchDelayMicros * 1000L))
          .queueRows(queueRows)
          .maxBodyBytes(maxBodyBytes)
          .drainNotice(drain.notice())
          .drainTimeout(drain.timeout())
          .build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static void defaultProperty(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
