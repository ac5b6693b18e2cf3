package io.lepton.deploy;

import io.lepton.deploy.Deployment.Phase;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.RevisionName;

/**
 * Makes the new revision the one that has the traffic, and lets the old one stand still with no
 * replica: it costs nothing and can be started again by a rollback. A service elsewhere is never
 * touched.
 */
final class Promotion {
  private final DeployTools tools;
  private final String step;

  Promotion(DeployTools tools, String step) {
    this.tools = tools;
    this.step = step;
  }

  /** Does what is not done yet; after a crash at any moment, the same again. */
  void finish(Deployment deployment) {
    DeploymentFiles files = new DeploymentFiles(tools.state());
    files.write(deployment.in(Phase.KEEPING));
    ContainerBackend containers = tools.containers();
    RevisionName name = deployment.revision();
    Revision fresh =
        containers
            .describe(name)
            .orElseThrow(() -> new DeployException(name + " is not on the platform any more"));
    GatewayClient gateway =
        new GatewayService(tools, name.service(), step)
            .ensure(deployment.image(), deployment.port(), deployment.labels());
    gateway.put(Routes.settled(fresh.endpoints()));
    deployment
        .oldRevision()
        .flatMap(TrafficTarget::revision)
        .flatMap(containers::describe)
        .filter(old -> old.desiredReplicas() > 0)
        .ifPresent(old -> containers.scale(old.name(), 0));
    files.write(deployment.in(Phase.KEPT));
  }
}
