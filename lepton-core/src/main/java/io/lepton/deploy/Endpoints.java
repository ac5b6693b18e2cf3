package io.lepton.deploy;

import io.lepton.spi.container.Revision;
import io.lepton.spi.container.RevisionName;
import java.net.URI;
import java.util.List;

/** Where the two sides of a rollout are reached now; replicas move when they are restarted. */
final class Endpoints {
  private final DeployTools tools;
  private final DeployResult deployment;
  private final Revisions revisions;
  private final GatewayService gateway;

  Endpoints(DeployTools tools, DeployResult deployment, String step) {
    this.tools = tools;
    this.deployment = deployment;
    this.revisions = new Revisions(tools, step);
    this.gateway = new GatewayService(tools, deployment.revision().service(), step);
  }

  GatewayClient gateway() {
    return gateway
        .find()
        .orElseThrow(
            () -> new DeployException(gateway.name() + " does not run any more; run again"));
  }

  /** The new revision's replicas, all ready. */
  List<URI> fresh() {
    return ready(deployment.revision(), 1);
  }

  /** The old service's; empty where there is none or where it is the new one itself. */
  List<URI> old() {
    if (!deployment.comparable()) {
      return List.of();
    }
    TrafficTarget old = deployment.old().orElseThrow();
    return old.revision().map(name -> ready(name, old.replicas())).orElse(old.urls());
  }

  private List<URI> ready(RevisionName name, int replicas) {
    Revision revision =
        tools
            .containers()
            .describe(name)
            .orElseThrow(
                () -> new DeployException(name + " is not on the platform any more; run again"));
    int wanted = Math.max(replicas, revision.desiredReplicas());
    return revision.ready() && revision.desiredReplicas() >= wanted
        ? revision.endpoints()
        : revisions.start(name, wanted).endpoints();
  }
}
