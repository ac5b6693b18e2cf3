package io.lepton.deploy;

import io.lepton.serving.gateway.Gateway;
import io.lepton.serving.gateway.GatewayOptions;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.Revision.Replica;
import io.lepton.spi.container.RevisionName;
import io.lepton.spi.container.RevisionSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A platform in this process: its replicas are small HTTP servers, its gateway is the real one. The
 * variable {@code MANNERS} of a revision says how its replicas behave; {@code BROKEN} lets them
 * fail to start. A fuse makes the process "die" before or after its n-th change.
 */
final class FakePlatform implements ContainerBackend, AutoCloseable {
  private final Path folder;
  private final Map<RevisionName, Running> revisions = new LinkedHashMap<>();
  private final List<String> changes = new ArrayList<>();
  private int fuse = Integer.MAX_VALUE;
  private boolean before;

  FakePlatform(Path folder) {
    this.folder = folder;
  }

  /** The process that used the platform died. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final class Running {
    private final RevisionSpec spec;
    private final List<FakeService> services = new ArrayList<>();
    private Optional<Gateway> gateway = Optional.empty();
    private int desired;

    Running(RevisionSpec spec) {
      this.spec = spec;
    }
  }

  /** Blows at the n-th change from now, before it is made or after. */
  void fuse(int changes, boolean beforeIt) {
    fuse = changes;
    before = beforeIt;
  }

  /** Every change made, as {@code deploy digits/r1}. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  /** Requests that a revision's replicas answered. */
  long served(RevisionName name) {
    return running(name).services.stream().mapToLong(FakeService::served).sum();
  }

  /** Kills a revision as a machine's end would. */
  void lose(RevisionName name) {
    stop(revisions.remove(name), 0);
  }

  @Override
  public String platform() {
    return "fake";
  }

  @Override
  public synchronized Revision deploy(RevisionSpec spec) {
    Running there = revisions.get(spec.name());
    if (there != null) {
      if (!there.spec.equals(spec)) {
        throw error(ErrorKind.ALREADY_EXISTS, "deploy", spec.name());
      }
      return revision(there);
    }
    change(
        "deploy " + spec.name(),
        () -> {
          Running running = new Running(spec);
          revisions.put(spec.name(), running);
          start(running, spec.replicas());
        });
    return revision(running(spec.name()));
  }

  @Override
  public synchronized Optional<Revision> describe(RevisionName name) {
    return Optional.ofNullable(revisions.get(name)).map(FakePlatform::revision);
  }

  @Override
  public synchronized List<Revision> list(String service) {
    return revisions.values().stream()
        .map(FakePlatform::revision)
        .filter(revision -> revision.name().service().equals(service))
        .toList();
  }

  @Override
  public synchronized List<Revision> listByLabels(Map<String, String> labels) {
    return revisions.values().stream()
        .map(FakePlatform::revision)
        .filter(revision -> revision.labels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  @Override
  public synchronized Revision scale(RevisionName name, int replicas) {
    Running running = revisions.get(name);
    if (running == null) {
      throw error(ErrorKind.NOT_FOUND, "scale", name);
    }
    if (running.desired != replicas) {
      change(
          "scale " + name + " to " + replicas,
          () -> {
            stop(running, replicas);
            start(running, replicas);
          });
    }
    return revision(running);
  }

  @Override
  public synchronized void remove(RevisionName name) {
    if (revisions.containsKey(name)) {
      change("remove " + name, () -> stop(revisions.remove(name), 0));
    }
  }

  @Override
  public List<String> logs(RevisionName name, int lines) {
    return List.of("1: cannot load the model");
  }

  private Running running(RevisionName name) {
    Running running = revisions.get(name);
    if (running == null) {
      throw error(ErrorKind.NOT_FOUND, "describe", name);
    }
    return running;
  }

  private void change(String what, Runnable action) {
    fuse--;
    if (fuse == 0 && before) {
      throw new Died();
    }
    action.run();
    changes.add(what);
    if (fuse == 0) {
      throw new Died();
    }
  }

  private void start(Running running, int replicas) {
    Map<String, String> environment = running.spec.environment();
    running.desired = replicas;
    if (running.spec.name().revision().equals("gateway")) {
      running.gateway =
          Optional.of(
              Gateway.start(
                  GatewayOptions.builder()
                      .host("127.0.0.1")
                      .port(running.spec.fixedPort().orElse(0))
                      .controlToken(environment.getOrDefault("LEPTON_GATEWAY_TOKEN", ""))
                      .stateFile(folder.resolve(environment.get("LEPTON_GATEWAY_STATE")))
                      .drainNotice(Duration.ZERO)
                      // A busy machine must not make a healthy replica look dead.
                      .probeInterval(Duration.ofSeconds(10))
                      .build()));
      return;
    }
    while (running.services.size() < replicas && !environment.containsKey("BROKEN")) {
      running.services.add(
          new FakeService(
              FakeService.Manners.valueOf(environment.getOrDefault("MANNERS", "GOOD"))));
    }
  }

  private static void stop(Running running, int replicas) {
    while (running.services.size() > replicas) {
      running.services.remove(running.services.size() - 1).close();
    }
    if (replicas == 0) {
      running.gateway.ifPresent(Gateway::close);
      running.gateway = Optional.empty();
    }
  }

  private static Revision revision(Running running) {
    List<Replica> replicas = new ArrayList<>();
    running.gateway.ifPresent(
        gateway ->
            replicas.add(
                new Replica(
                    "gateway",
                    URI.create("http://127.0.0.1:" + gateway.port()),
                    Replica.State.READY,
                    "")));
    for (FakeService service : running.services) {
      replicas.add(
          new Replica(
              Integer.toString(replicas.size()), service.endpoint(), Replica.State.READY, ""));
    }
    if (running.spec.environment().containsKey("BROKEN") && running.desired > 0) {
      replicas.add(
          new Replica("0", URI.create("http://127.0.0.1:1"), Replica.State.FAILED, "exit code 1"));
    }
    return new Revision(
        running.spec.name(),
        running.spec.image(),
        running.desired,
        replicas,
        running.spec.labels());
  }

  private static CloudException error(ErrorKind kind, String operation, RevisionName name) {
    return CloudException.of(kind)
        .provider("fake")
        .operation(operation)
        .location(name.toString())
        .message("as told");
  }

  @Override
  public void close() {
    revisions.values().forEach(running -> stop(running, 0));
  }
}
