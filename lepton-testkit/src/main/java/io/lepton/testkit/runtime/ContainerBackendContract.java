package io.lepton.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.Revision.Replica;
import io.lepton.spi.container.RevisionName;
import io.lepton.spi.container.RevisionSpec;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.assertj.core.api.Assumptions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every promise of {@link ContainerBackend}. A subclass says how to open the backend and which
 * image runs {@link TestService}; see {@link TestImage}.
 */
public abstract class ContainerBackendContract {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<RevisionName> deployed = new ArrayList<>();
  private final String service =
      "contract-" + UUID.randomUUID().toString().substring(0, 8).replace('-', 'x');

  /** Opens the backend, as another process would, on what earlier openings left. */
  protected abstract ContainerBackend open();

  /** Reference of an image that runs {@link TestService}. */
  protected abstract String image() throws IOException;

  /** Reference of an image that does not exist. */
  protected abstract String missingImage();

  /** How long a replica may take to be ready. */
  protected Duration patience() {
    return Duration.ofSeconds(60);
  }

  /** Whether the platform runs on this machine and can listen on a port of choice. */
  protected boolean hasFixedPorts() {
    return true;
  }

  @AfterEach
  final void removeWhatWasDeployed() {
    deployed.forEach(open()::remove);
  }

  @Test
  void aRevisionBecomesReadyAndAnswersWithItsVariables() throws Exception {
    RevisionSpec spec = spec("v1").with("GREETING", "good = morning\nto you").build();
    deploy(spec);
    Revision ready = await(spec.name(), Revision::ready);
    assertThat(ready.name()).isEqualTo(spec.name());
    assertThat(ready.image()).isEqualTo(spec.image());
    assertThat(ready.labels()).isEqualTo(spec.labels());
    assertThat(ready.desiredReplicas()).isEqualTo(1);
    assertThat(ready.endpoints()).hasSize(1);
    assertThat(get(ready.endpoints().get(0), "/greeting")).isEqualTo("good = morning\nto you");
  }

  @Test
  void aReplicaIsNotReadyBeforeItsReadinessPathAnswers() throws Exception {
    RevisionSpec spec = spec("v1").with("READY_AFTER_MILLIS", "1500").build();
    Revision atOnce = deploy(spec);
    assertThat(atOnce.ready()).isFalse();
    assertThat(atOnce.endpoints()).isEmpty();
    assertThat(await(spec.name(), Revision::ready).endpoints()).hasSize(1);
  }

  @Test
  void theSameSpecAgainChangesNothing() throws Exception {
    RevisionSpec spec = spec("v1").build();
    deploy(spec);
    Revision first = await(spec.name(), Revision::ready);
    Revision second = deploy(spec);
    assertThat(ids(second)).isEqualTo(ids(first));
    assertThat(second.endpoints()).isEqualTo(first.endpoints());
  }

  @Test
  void anotherSpecUnderAUsedNameIsRefusedAndTheRevisionStays() throws Exception {
    RevisionSpec spec = spec("v1").build();
    deploy(spec);
    Revision first = await(spec.name(), Revision::ready);
    RevisionSpec other = spec("v1").with("GREETING", "other").build();
    assertKind(ErrorKind.ALREADY_EXISTS, () -> open().deploy(other));
    assertThat(await(spec.name(), Revision::ready).endpoints()).isEqualTo(first.endpoints());
  }

  @Test
  void anImageThatDoesNotExistIsNotFoundAndLeavesNoRevision() throws Exception {
    RevisionSpec spec = spec("v1").image(missingImage()).build();
    assertKind(ErrorKind.NOT_FOUND, () -> deploy(spec));
    assertThat(open().describe(spec.name())).isEmpty();
  }

  @Test
  void scalingUpAndDownKeepsTheReplicasThatRemain() throws Exception {
    RevisionSpec spec = spec("v1").build();
    deploy(spec);
    Revision one = await(spec.name(), Revision::ready);
    open().scale(spec.name(), 3);
    Revision three = await(spec.name(), r -> r.ready() && r.replicas().size() == 3);
    assertThat(ids(three)).containsAll(ids(one)).doesNotHaveDuplicates();
    assertThat(three.endpoints()).doesNotHaveDuplicates();
    open().scale(spec.name(), 1);
    Revision again = await(spec.name(), r -> r.replicas().size() == 1);
    assertThat(again.desiredReplicas()).isEqualTo(1);
    assertThat(three.endpoints()).containsAll(again.endpoints());
  }

  @Test
  void scalingWhatIsNotThereIsNotFound() {
    assertKind(ErrorKind.NOT_FOUND, () -> open().scale(name("nothing"), 2));
  }

  @Test
  void aRevisionOfNoReplicasIsReadyAndEmpty() throws Exception {
    RevisionSpec spec = spec("v1").replicas(0).build();
    assertThat(deploy(spec).ready()).isTrue();
    assertThat(open().describe(spec.name()).orElseThrow().replicas()).isEmpty();
  }

  @Test
  void removingStopsAndForgetsAndMayBeRepeated() throws Exception {
    RevisionSpec spec = spec("v1").build();
    deploy(spec);
    URI endpoint = await(spec.name(), Revision::ready).endpoints().get(0);
    open().remove(spec.name());
    assertThat(open().describe(spec.name())).isEmpty();
    assertThat(open().list(service)).isEmpty();
    assertThatThrownBy(() -> get(endpoint, "/greeting")).isInstanceOf(IOException.class);
    open().remove(spec.name());
  }

  @Test
  void removingLetsARequestAtHandFinish() throws Exception {
    RevisionSpec spec = spec("v1").build();
    deploy(spec);
    URI endpoint = await(spec.name(), Revision::ready).endpoints().get(0);
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            HttpRequest.newBuilder(endpoint.resolve("/slow?1500")).build(),
            HttpResponse.BodyHandlers.ofString());
    await(spec.name(), r -> open().logs(spec.name(), 1).get(0).contains("slow request"));
    open().remove(spec.name());
    assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("done");
  }

  @Test
  void revisionsOfAServiceRunSideBySideAndAreListedOldestFirst() throws Exception {
    RevisionSpec second = spec("b").with("GREETING", "from b").label("stage", "new").build();
    RevisionSpec third = spec("a").with("GREETING", "from a").label("stage", "old").build();
    deploy(second);
    deploy(third);
    Revision b = await(second.name(), Revision::ready);
    Revision a = await(third.name(), Revision::ready);
    assertThat(get(b.endpoints().get(0), "/greeting")).isEqualTo("from b");
    assertThat(get(a.endpoints().get(0), "/greeting")).isEqualTo("from a");
    assertThat(open().list(service))
        .extracting(Revision::name)
        .containsExactly(second.name(), third.name());
    assertThat(open().listByLabels(Map.of("contract", service)))
        .extracting(Revision::name)
        .containsExactlyInAnyOrder(second.name(), third.name());
    assertThat(open().listByLabels(Map.of("contract", service, "stage", "old")))
        .extracting(Revision::name)
        .containsExactly(third.name());
  }

  @Test
  void whatIsNotThereIsAnsweredWithNothing() {
    assertThat(open().describe(name("nothing"))).isEmpty();
    assertThat(open().list(service + "-x")).isEmpty();
    assertThat(open().listByLabels(Map.of("contract", service))).isEmpty();
    assertThat(open().logs(name("nothing"), 10)).isEmpty();
  }

  @Test
  void logsAreTheLastLinesOfEachReplicaUnderItsId() throws Exception {
    RevisionSpec spec = spec("v1").replicas(2).build();
    deploy(spec);
    Revision ready = await(spec.name(), Revision::ready);
    List<String> logs = open().logs(spec.name(), 1);
    assertThat(logs).hasSize(2).allMatch(line -> line.contains("listening on "));
    for (String id : ids(ready)) {
      assertThat(logs).anyMatch(line -> line.startsWith(id));
    }
  }

  @Test
  void aReplicaThatEndsIsFailedAndSaysWhy() throws Exception {
    RevisionSpec spec = spec("v1").with("FAIL", "1").build();
    deploy(spec);
    Revision failed =
        await(
            spec.name(),
            r -> r.replicas().stream().anyMatch(x -> x.state() == Replica.State.FAILED));
    assertThat(failed.ready()).isFalse();
    assertThat(failed.replicas().get(0).detail()).contains("told to fail");
  }

  @Test
  void aFixedPortIsTheEndpointsPortAndIsNotGivenTwice() throws Exception {
    Assumptions.assumeThat(hasFixedPorts()).as("the platform has fixed ports").isTrue();
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    RevisionSpec spec = spec("v1").fixedPort(port).build();
    deploy(spec);
    assertThat(await(spec.name(), Revision::ready).endpoints().get(0).getPort()).isEqualTo(port);
    RevisionSpec second = spec("v2").fixedPort(port).build();
    assertThatThrownBy(() -> deploy(second))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.RESOURCE_EXHAUSTED))
        .hasMessageContaining(Integer.toString(port));
    assertThat(open().describe(second.name())).isEmpty();
  }

  @Test
  void manyDeploymentsOfOneSpecAtOnceMakeOneRevision() throws Exception {
    RevisionSpec spec = spec("v1").replicas(2).build();
    // On the common pool on purpose: a backend that needs it to go on would never end here.
    List<CompletableFuture<Revision>> deployments = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      deployments.add(CompletableFuture.supplyAsync(() -> deploy(spec)));
    }
    for (CompletableFuture<Revision> deployment : deployments) {
      assertThat(deployment.get(120, TimeUnit.SECONDS).name()).isEqualTo(spec.name());
    }
    Revision ready = await(spec.name(), Revision::ready);
    assertThat(ready.replicas()).hasSize(2);
    assertThat(open().list(service)).hasSize(1);
  }

  /** Deploys, and removes after the test. */
  protected final Revision deploy(RevisionSpec spec) {
    synchronized (deployed) {
      deployed.add(spec.name());
    }
    return open().deploy(spec);
  }

  /** Waits for a revision to be as it should. */
  protected final Revision await(RevisionName name, Predicate<Revision> as)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience().toNanos();
    while (true) {
      Revision revision = open().describe(name).orElseThrow();
      if (as.test(revision)) {
        return revision;
      }
      if (System.nanoTime() - deadline > 0) {
        return fail(revision + " after " + patience() + "; logs: " + open().logs(name, 20));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Body of the answer to a request. */
  protected final String get(URI endpoint, String path) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(endpoint.resolve(path)).timeout(Duration.ofSeconds(30)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** A name of this test's own service. */
  protected final RevisionName name(String revision) {
    return new RevisionName(service, revision);
  }

  /** Starts a spec of this test's own service: one replica of {@link #image}. */
  protected final SpecBuilder spec(String revision) throws IOException {
    return new SpecBuilder(name(revision), image()).label("contract", service);
  }

  private static List<String> ids(Revision revision) {
    return revision.replicas().stream().map(Replica::id).toList();
  }

  private static void assertKind(ErrorKind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CloudException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  /** Collects a spec. Not thread safe. */
  protected static final class SpecBuilder {
    private final RevisionName name;
    private String image;
    private List<String> command = List.of();
    private final Map<String, String> environment = new TreeMap<>();
    private final Map<String, String> labels = new TreeMap<>();
    private int replicas = 1;
    private OptionalInt fixedPort = OptionalInt.empty();

    private SpecBuilder(RevisionName name, String image) {
      this.name = name;
      this.image = image;
    }

    /** Another image. */
    public SpecBuilder image(String value) {
      image = value;
      return this;
    }

    /** Another command than the image's. */
    public SpecBuilder command(String... value) {
      command = List.of(value);
      return this;
    }

    /** A variable. */
    public SpecBuilder with(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** A label. */
    public SpecBuilder label(String label, String value) {
      labels.put(label, value);
      return this;
    }

    /** Other than one replica. */
    public SpecBuilder replicas(int value) {
      replicas = value;
      return this;
    }

    /** A port of choice. */
    public SpecBuilder fixedPort(int value) {
      fixedPort = OptionalInt.of(value);
      return this;
    }

    /** The spec. */
    public RevisionSpec build() {
      return new RevisionSpec(
          name, image, command, environment, replicas, 0.5, 0.25, "/ready", fixedPort, labels);
    }
  }
}
