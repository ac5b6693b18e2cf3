package io.lepton.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.lepton.serving.http.Answer;
import io.lepton.serving.http.ContentCoding;
import io.lepton.serving.http.Exchange;
import io.lepton.serving.http.HttpHost;
import io.lepton.serving.protocol.InferAnswer;
import io.lepton.serving.protocol.InferRequest;
import io.lepton.serving.protocol.InferRequestReader;
import io.lepton.serving.protocol.ModelSpec;
import io.lepton.serving.protocol.ProtocolException;
import io.lepton.serving.protocol.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The paths of the Open Inference Protocol v2 and {@code /metrics}. Thread safe. */
final class ProtocolHandler {
  private static final Pattern MODEL =
      Pattern.compile("/v2/models/([^/]+)(?:/versions/([^/]+))?(/ready|/infer)?");
  private static final String HEADER_LENGTH = "Inference-Header-Content-Length";

  private final ServerOptions options;
  private final BooleanSupplier ready;
  private final ServerMeters meters;
  private volatile @Nullable Loaded loaded;

  private record Loaded(ModelSpec model, InferRequestReader reader, Batcher batcher) {}

  /**
   * @param ready whether the server says so
   */
  ProtocolHandler(ServerOptions options, BooleanSupplier ready, ServerMeters meters) {
    this.options = options;
    this.ready = ready;
    this.meters = meters;
  }

  void serve(ModelSpec model, Batcher batcher) {
    loaded = new Loaded(model, new InferRequestReader(model), batcher);
  }

  void handle(Exchange exchange) {
    String path = exchange.path().replaceAll("(?<=.)/+$", "");
    Matcher match = MODEL.matcher(path);
    if (match.matches() && "/infer".equals(match.group(3))) {
      long start = System.nanoTime();
      exchange.answer(
          CompletableFuture.completedFuture(exchange)
              .thenCompose(e -> infer(e, match.group(1), Optional.ofNullable(match.group(2))))
              .exceptionally(HttpHost::failure)
              .thenApply(
                  answer -> {
                    meters.answered(answer.status(), start);
                    return answer;
                  }));
      return;
    }
    exchange.answer(
        switch (exchange.method()) {
          case "GET", "HEAD" -> look(path, match);
          default -> notAllowed(exchange, "GET");
        });
  }

  private Answer look(String path, Matcher match) {
    return switch (path) {
      case "/v2" ->
          Answer.json(
              200,
              Map.of(
                  "name",
                  "lepton-serving",
                  "version",
                  Versions.lepton(),
                  "extensions",
                  List.of("binary_tensor_data", "classification")));
      case "/v2/health/live" -> Answer.empty(200);
      case "/v2/health/ready" -> Answer.empty(ready.getAsBoolean() ? 200 : 503);
      case "/metrics" -> Answer.text("text/plain; version=0.0.4; charset=utf-8", meters.scrape());
      default -> {
        if (!match.matches()) {
          throw new ProtocolException(
              404,
              "no such path '"
                  + path
                  + "'; this server answers /v2, /v2/health/live, /v2/health/ready,"
                  + " /v2/models/{name}, /v2/models/{name}/infer and /metrics");
        }
        ModelSpec model = model(match.group(1), Optional.ofNullable(match.group(2))).model();
        yield match.group(3) == null
            ? Answer.json(200, ModelMetadata.of(model))
            : Answer.empty(ready.getAsBoolean() ? 200 : 503);
      }
    };
  }

  private CompletableFuture<Answer> infer(
      Exchange exchange, String name, Optional<String> version) {
    if (!exchange.method().equals("POST")) {
      return CompletableFuture.completedFuture(notAllowed(exchange, "POST"));
    }
    Loaded serving = model(name, version);
    OptionalInt headerLength = headerLength(exchange);
    ContentCoding coding = ContentCoding.named(exchange.header("Content-Encoding").orElse(""));
    ContentCoding accepted = ContentCoding.accepted(exchange.header("Accept-Encoding").orElse(""));
    return exchange
        .body(options.maxBodyBytes())
        .thenCompose(
            body -> {
              InferRequest request =
                  serving.reader().read(coding.decode(body, options.maxBodyBytes()), headerLength);
              // The batcher's thread belongs to the model; encoding happens elsewhere.
              return serving
                  .batcher()
                  .submit(request.values(), request.rows())
                  .thenApplyAsync(
                      scores -> accepted.encode(encode(serving.model(), request, scores)),
                      exchange.executor());
            });
  }

  private static Answer encode(ModelSpec model, InferRequest request, float[] scores) {
    InferAnswer answer = InferAnswer.of(model, request, scores);
    if (answer.headerLength().isEmpty()) {
      return new Answer(200, List.of(), answer.body()).with("Content-Type", "application/json");
    }
    return new Answer(200, List.of(), answer.body())
        .with("Content-Type", "application/octet-stream")
        .with(HEADER_LENGTH, String.valueOf(answer.headerLength().getAsInt()));
  }

  private Loaded model(String name, Optional<String> version) {
    Loaded serving = loaded;
    if (serving == null) {
      throw new ProtocolException(503, "the model is being loaded; try again shortly");
    }
    ModelSpec model = serving.model();
    if (!model.name().equals(name)) {
      throw new ProtocolException(
          404, "unknown model '" + name + "'; this server serves '" + model.name() + "'");
    }
    if (version.isPresent() && !version.get().equals(model.version())) {
      throw new ProtocolException(
          404,
          "model '"
              + name
              + "' has no version '"
              + version.get()
              + "'; this server serves version '"
              + model.version()
              + "'");
    }
    return serving;
  }

  private static OptionalInt headerLength(Exchange exchange) {
    Optional<String> header = exchange.header(HEADER_LENGTH);
    if (header.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(header.get().trim()));
    } catch (NumberFormatException e) {
      throw new ProtocolException(
          400, HEADER_LENGTH + " must be a whole number, not '" + header.get() + "'");
    }
  }

  private static Answer notAllowed(Exchange exchange, String allowed) {
    return Answer.error(
            405, exchange.method() + " is not allowed on " + exchange.path() + "; use " + allowed)
        .with("Allow", allowed);
  }

  /** The answer of {@code /v2/models/{name}}. */
  private record ModelMetadata(
      String name,
      List<String> versions,
      String platform,
      List<TensorSpec> inputs,
      List<OutputMetadata> outputs) {

    private static ModelMetadata of(ModelSpec model) {
      return new ModelMetadata(
          model.name(),
          List.of(model.version()),
          model.platform(),
          List.of(model.input()),
          model.outputs().stream()
              .map(
                  output ->
                      new OutputMetadata(
                          output,
                          output.equals(model.scores()) && !model.labels().isEmpty()
                              ? Map.of("labels", model.labels())
                              : Map.of()))
              .toList());
    }
  }

  private record OutputMetadata(
      @JsonUnwrapped TensorSpec tensor,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<String>> parameters) {}
}
