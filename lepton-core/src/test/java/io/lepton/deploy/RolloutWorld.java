package io.lepton.deploy;

import io.lepton.event.LeptonEvent;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.RevisionName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A platform with tools to roll out on it, quick enough for tests. */
final class RolloutWorld implements AutoCloseable {
  static final SampleRequest SAMPLE = SampleRequest.json("/v2/models/m/infer", "{\"inputs\":[]}");

  final FakePlatform platform;
  final List<LeptonEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final Path folder;
  private final Map<DeployInput, Finished> finished = new HashMap<>();

  RolloutWorld(Path folder) {
    this.folder = folder;
    this.platform = new FakePlatform(folder);
  }

  /** Tools as a new process would build them. */
  DeployTools tools() {
    return tools(events::add);
  }

  DeployTools tools(Consumer<LeptonEvent> listener) {
    return tools("migration", listener);
  }

  /** Tools of a migration of another name. */
  DeployTools tools(String migration, Consumer<LeptonEvent> listener) {
    return new DeployTools(
        platform,
        folder.resolve(migration),
        folder.resolve("secrets"),
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofMillis(10),
            Duration.ofMillis(30),
            Duration.ofSeconds(10)),
        listener);
  }

  static DeploySpec spec() {
    return new DeploySpec(
        "fake",
        "digits",
        1,
        new Demand(1, 1),
        new RolloutSpec(20, List.of(50, 100), Duration.ofMillis(50)),
        OptionalInt.empty(),
        Optional.empty());
  }

  /** An image whose replicas behave as {@code manners} says. */
  static DeployInput image(int number, FakeService.Manners manners) {
    return image(spec(), number, Map.of("MANNERS", manners.name()));
  }

  static DeployInput image(DeploySpec spec, int number, Map<String, String> environment) {
    String digest = "sha256:" + Integer.toHexString(number).repeat(64).substring(0, 64);
    return new DeployInput(
        spec,
        "registry/digits:v" + number,
        digest,
        List.of(),
        environment,
        "/v2/health/ready",
        Map.of("migration", "v" + number));
  }

  static RolloutInput input(DeployResult deployment, Gates gates, Measures model) {
    return new RolloutInput(deployment, spec().rollout(), gates, model, List.of(SAMPLE));
  }

  /** All steps of a rollout, each as a process of its own would run it. */
  Verdict rollOut(DeployInput image, Gates gates) {
    return rollOut(image, gates, Measures.none());
  }

  /** Results of finished steps are kept, as a composer keeps them across processes. */
  Verdict rollOut(DeployInput image, Gates gates, Measures model) {
    Finished done = finished.computeIfAbsent(image, unused -> new Finished());
    done.deployment = done.deployment.or(() -> Optional.of(new DeployStep(tools()).run(image)));
    RolloutInput input = input(done.deployment.get(), gates, model);
    done.shadow = done.shadow.or(() -> Optional.of(new ShadowStep(tools()).run(input)));
    done.shift =
        done.shift.or(() -> Optional.of(new ShiftStep(tools()).run(input, done.shadow.get())));
    Verdict verdict = new VerdictStep(tools()).run(input, done.shadow.get(), done.shift.get());
    finished.remove(image);
    return verdict;
  }

  private static final class Finished {
    private Optional<DeployResult> deployment = Optional.empty();
    private Optional<ShadowResult> shadow = Optional.empty();
    private Optional<ShiftResult> shift = Optional.empty();
  }

  RevisionName name(DeployInput image) {
    return RevisionNames.of(image);
  }

  Optional<Revision> revision(DeployInput image) {
    return platform.describe(name(image));
  }

  URI gateway() {
    return platform
        .describe(new RevisionName("digits-gateway", "gateway"))
        .orElseThrow()
        .endpoints()
        .get(0);
  }

  /** Sends requests as a client would and tells which revision answered them all. */
  RevisionName answering(DeployInput... images) throws IOException, InterruptedException {
    List<RevisionName> there = new ArrayList<>();
    for (DeployInput image : images) {
      revision(image).ifPresent(found -> there.add(found.name()));
    }
    List<Long> before = there.stream().map(platform::served).toList();
    HttpClient client = HttpClient.newHttpClient();
    for (int i = 0; i < 10; i++) {
      int status =
          client
              .send(
                  HttpRequest.newBuilder(gateway().resolve(SAMPLE.path()))
                      .POST(BodyPublishers.ofString(SAMPLE.body()))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode();
      if (status != 200) {
        throw new IOException("a client was answered " + status);
      }
    }
    for (int i = 0; i < there.size(); i++) {
      if (platform.served(there.get(i)) - before.get(i) >= 10) {
        return there.get(i);
      }
    }
    throw new IllegalStateException(
        "no revision answered all requests: "
            + there
            + " had answered "
            + before
            + ", now "
            + there.stream().map(platform::served).toList());
  }

  @Override
  public void close() {
    platform.close();
  }
}
