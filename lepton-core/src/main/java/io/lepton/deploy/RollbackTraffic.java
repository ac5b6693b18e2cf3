package io.lepton.deploy;

import io.lepton.deploy.Deployment.Phase;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.container.RevisionName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Puts all traffic back on the service that had it before this migration, starting its revision
 * again where it stands still, then removes the new revision. Works after a finished and after a
 * failed rollout, and any number of times; what is gone already is left out. Where the old revision
 * cannot serve any more, nothing is removed: a new service is better than none.
 */
public final class RollbackTraffic {
  /** Id of the step in events. */
  public static final String ID = "rollback";

  private final DeployTools tools;
  private final DeploymentFiles files;
  private final ContainerBackend containers;

  public RollbackTraffic(DeployTools tools) {
    this.tools = tools;
    this.files = new DeploymentFiles(tools.state());
    this.containers = tools.containers();
  }

  /**
   * Rolls back.
   *
   * @throws DeployException when the old revision does not become ready or the gateway cannot be
   *     started; the traffic is where it was, and the same call tries again
   */
  public RollbackResult run() {
    Optional<Deployment> found = files.find();
    if (found.isEmpty()) {
      return new RollbackResult("as before: nothing was deployed", List.of(), List.of());
    }
    Deployment deployment = found.get();
    RevisionName name = deployment.revision();
    Optional<TrafficTarget> old = deployment.old();
    if (old.isPresent() && gone(old.get())) {
      return new RollbackResult(
          name.toString(),
          List.of(),
          List.of(name + ": " + old.get().describe() + " is not on the platform any more"));
    }
    GatewayService service = new GatewayService(tools, name.service(), ID);
    boolean needed = old.isPresent() || service.find().isPresent();
    if (needed) {
      List<URI> urls = old.map(this::start).orElse(List.of());
      service
          .ensure(deployment.image(), deployment.port(), deployment.labels())
          .put(Routes.settled(urls));
    }
    boolean there = containers.describe(name).isPresent();
    containers.remove(name);
    files.write(deployment.in(Phase.ROLLED_BACK));
    return new RollbackResult(
        old.map(TrafficTarget::describe).orElse("nobody: there was no service before"),
        there ? List.of(name.toString()) : List.of(),
        needed ? List.of(service.name() + ": clients keep its address") : List.of());
  }

  private boolean gone(TrafficTarget old) {
    return old.revision().filter(name -> containers.describe(name).isEmpty()).isPresent();
  }

  private List<URI> start(TrafficTarget old) {
    return old.revision()
        .map(name -> new Revisions(tools, ID).start(name, old.replicas()).endpoints())
        .orElse(old.urls());
  }
}
