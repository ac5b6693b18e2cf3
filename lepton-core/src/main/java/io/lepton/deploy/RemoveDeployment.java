package io.lepton.deploy;

import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.RevisionName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes what a migration created on the platform, which its labels tell: the new revision, the
 * ones it replaced, and the gateway. An old revision that somebody else made is started again
 * first, so that it stands as it did before; it and services elsewhere are never removed. Works any
 * number of times and with the platform half gone.
 */
public final class RemoveDeployment {
  private final DeployTools tools;

  public RemoveDeployment(DeployTools tools) {
    this.tools = tools;
  }

  /**
   * Removes.
   *
   * @throws DeployException when the old revision does not become ready again; nothing is removed
   */
  public RollbackResult run() {
    DeploymentFiles files = new DeploymentFiles(tools.state());
    Optional<Deployment> found = files.find();
    if (found.isEmpty()) {
      return new RollbackResult("as before: nothing was deployed", List.of(), List.of());
    }
    Deployment deployment = found.get();
    ContainerBackend containers = tools.containers();
    List<String> removed = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    deployment
        .oldRevision()
        .ifPresent(
            old -> {
              RevisionName name = old.revision().orElseThrow();
              Optional<Revision> standing = containers.describe(name);
              if (standing.isPresent() && standing.get().labels().equals(deployment.labels())) {
                containers.remove(name);
                removed.add(name.toString());
              } else if (standing.isPresent()) {
                new Revisions(tools, RollbackTraffic.ID).start(name, old.replicas());
                kept.add(name + ": it was there before");
              }
            });
    GatewayService service =
        new GatewayService(tools, deployment.revision().service(), RollbackTraffic.ID);
    RevisionName gateway = service.name();
    Optional<Revision> standing = containers.describe(gateway);
    if (standing.isPresent() && !standing.get().labels().equals(deployment.labels())) {
      kept.add(gateway + ": an earlier migration has made it");
      new RollbackTraffic(tools).run();
    } else if (standing.isPresent()) {
      service.remove();
      removed.add(gateway.toString());
    }
    if (containers.describe(deployment.revision()).isPresent()) {
      containers.remove(deployment.revision());
      removed.add(deployment.revision().toString());
    }
    files.forget();
    return new RollbackResult(
        deployment.old().map(TrafficTarget::describe).orElse("nobody"), removed, kept);
  }
}
