package io.lepton.deploy;

import io.lepton.event.LeptonEvent.Progress;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.Revision.Replica;
import io.lepton.spi.container.RevisionName;
import io.lepton.spi.container.RevisionSpec;
import java.util.List;
import java.util.Optional;

/** Brings revisions to where they can serve. */
final class Revisions {
  private static final int LOG_LINES = 30;

  private final DeployTools tools;
  private final ContainerBackend containers;
  private final String step;

  Revisions(DeployTools tools, String step) {
    this.tools = tools;
    this.containers = tools.containers();
    this.step = step;
  }

  /**
   * Deploys what is not there, deploys again what has failed, starts what stands still; returns
   * when it is ready.
   *
   * @throws DeployException with the replicas' last words when it does not become ready
   */
  Revision ensure(RevisionSpec spec) {
    Optional<Revision> found = containers.describe(spec.name());
    if (found.isPresent() && failed(found.get()).isPresent()) {
      containers.remove(spec.name());
      found = Optional.empty();
    }
    if (found.isEmpty()) {
      containers.deploy(spec);
    } else if (found.get().desiredReplicas() < spec.replicas()) {
      containers.scale(spec.name(), spec.replicas());
    }
    return awaitReady(spec.name());
  }

  /** Starts a revision that is there until it has {@code replicas}; returns when it is ready. */
  Revision start(RevisionName name, int replicas) {
    containers.scale(name, replicas);
    return awaitReady(name);
  }

  private Revision awaitReady(RevisionName name) {
    long began = System.nanoTime();
    while (true) {
      Optional<Revision> found = containers.describe(name);
      if (found.isEmpty()) {
        throw new DeployException(name + " vanished while it was starting; run again");
      }
      Revision revision = found.get();
      tools
          .events()
          .accept(
              new Progress(
                  step,
                  "replicas",
                  revision.endpoints().size(),
                  revision.desiredReplicas(),
                  "waiting for " + name));
      if (revision.ready()) {
        return revision;
      }
      Optional<Replica> failed = failed(revision);
      if (failed.isPresent()) {
        throw notReady(name, "failed to start: " + failed.get().detail());
      }
      if (System.nanoTime() - began > tools.patience().ready().toNanos()) {
        throw notReady(name, "was not ready after " + tools.patience().ready().toSeconds() + " s");
      }
      Pause.of(tools.patience().poll());
    }
  }

  private static Optional<Replica> failed(Revision revision) {
    return revision.replicas().stream()
        .filter(replica -> replica.state() == Replica.State.FAILED)
        .findFirst();
  }

  private DeployException notReady(RevisionName name, String what) {
    List<String> lines = containers.logs(name, LOG_LINES);
    return new DeployException(
        name
            + " "
            + what
            + (lines.isEmpty() ? "; it printed nothing" : "; it printed last:\n")
            + String.join("\n", lines),
        lines);
  }
}
