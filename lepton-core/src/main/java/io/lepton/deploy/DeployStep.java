package io.lepton.deploy;

import io.lepton.deploy.Deployment.Phase;
import io.lepton.event.LeptonEvent.Notice;
import io.lepton.event.LeptonEvent.Severity;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.Revision.Replica;
import io.lepton.spi.container.RevisionName;
import io.lepton.spi.container.RevisionSpec;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Deploys the new revision beside the old one and waits until it is ready. No request reaches it
 * yet. Starts the gateway where there is none.
 *
 * <p>Idempotent: who had the traffic is remembered on disk before the new revision is deployed, and
 * the revision's name follows from its input, so a run after a crash finds what is there and goes
 * on. Where an earlier rollout of this migration was left half-way with another image, its revision
 * is rolled back first.
 */
public final class DeployStep {
  /** Id of the step in events. */
  public static final String ID = "deploy";

  private final DeployTools tools;
  private final DeploymentFiles files;

  public DeployStep(DeployTools tools) {
    this.tools = tools;
    this.files = new DeploymentFiles(tools.state());
  }

  /**
   * Deploys.
   *
   * @throws DeployException when a replica fails or is not ready in time, with its last log lines;
   *     the old service keeps the traffic
   * @throws io.lepton.spi.CloudException what the platform says; RESOURCE_EXHAUSTED when the port
   *     is in use
   */
  public DeployResult run(DeployInput input) {
    DeploySpec spec = input.spec();
    RevisionName name = RevisionNames.of(input);
    Optional<Deployment> earlier = files.find().flatMap(found -> settle(found, name));
    GatewayClient gateway =
        new GatewayService(tools, spec.service(), ID)
            .ensure(input.image(), spec.port(), input.labels());
    Optional<TrafficTarget> old =
        earlier.filter(Deployment::open).isPresent()
            ? earlier.get().old()
            : inTraffic(gateway, spec, name, earlier);
    DeployResult planned =
        new DeployResult(name, input.image(), input.imageDigest(), old, gateway.base(), 0);
    if (!planned.unchanged() && earlier.filter(Deployment::open).isEmpty()) {
      files.start(
          new Deployment(Phase.STARTED, name, input.image(), spec.port(), input.labels(), old));
    }
    if (old.isPresent() && GatewayService.serving(gateway).isEmpty()) {
      gateway.put(Routes.settled(old.get().urls()));
    }
    long began = System.nanoTime();
    new Revisions(tools, ID).ensure(revision(name, input));
    return new DeployResult(
        name,
        input.image(),
        input.imageDigest(),
        old,
        gateway.base(),
        (System.nanoTime() - began) / 1e9);
  }

  /** Brings an earlier rollout to an end if it is another one; what is left counts as history. */
  private Optional<Deployment> settle(Deployment earlier, RevisionName name) {
    if (!earlier.open() || earlier.revision().equals(name)) {
      return Optional.of(earlier);
    }
    if (earlier.phase() == Phase.KEEPING) {
      new Promotion(tools, ID).finish(earlier);
    } else {
      notice("an earlier rollout of " + earlier.revision() + " was left half-way; it goes back");
      new RollbackTraffic(tools).run();
    }
    return files.find();
  }

  private Optional<TrafficTarget> inTraffic(
      GatewayClient gateway, DeploySpec spec, RevisionName name, Optional<Deployment> earlier) {
    List<URI> serving = GatewayService.serving(gateway);
    if (!serving.isEmpty()) {
      return Optional.of(
          withUrls(serving, spec.service())
              .or(() -> keptEarlier(earlier))
              .orElseGet(() -> TrafficTarget.elsewhere(serving)));
    }
    if (spec.from().isPresent()) {
      return spec.from().map(url -> TrafficTarget.elsewhere(List.of(url)));
    }
    List<Revision> others =
        tools.containers().list(spec.service()).stream()
            .filter(revision -> !revision.name().equals(name))
            .filter(revision -> !revision.endpoints().isEmpty())
            .toList();
    return others.isEmpty() ? Optional.empty() : Optional.of(target(others.get(others.size() - 1)));
  }

  private Optional<TrafficTarget> withUrls(List<URI> urls, String service) {
    return tools.containers().list(service).stream()
        .filter(
            revision -> {
              Set<URI> endpoints = new HashSet<>(urls);
              endpoints.retainAll(revision.replicas().stream().map(Replica::endpoint).toList());
              return !endpoints.isEmpty();
            })
        .findFirst()
        .map(DeployStep::target);
  }

  /** A replica that was restarted may have another address than the gateway knows. */
  private Optional<TrafficTarget> keptEarlier(Optional<Deployment> earlier) {
    return earlier
        .filter(deployment -> deployment.phase() == Phase.KEPT)
        .flatMap(deployment -> tools.containers().describe(deployment.revision()))
        .filter(revision -> revision.desiredReplicas() > 0)
        .map(DeployStep::target);
  }

  private static TrafficTarget target(Revision revision) {
    return new TrafficTarget(
        Optional.of(revision.name()),
        revision.endpoints(),
        Math.max(1, revision.desiredReplicas()));
  }

  private static RevisionSpec revision(RevisionName name, DeployInput input) {
    DeploySpec spec = input.spec();
    return new RevisionSpec(
        name,
        input.image(),
        input.command(),
        input.environment(),
        spec.replicas(),
        spec.demand().vcpus(),
        spec.demand().memoryGib(),
        input.readinessPath(),
        OptionalInt.empty(),
        input.labels());
  }

  private void notice(String message) {
    tools.events().accept(new Notice(ID, Severity.WARNING, message));
  }
}
