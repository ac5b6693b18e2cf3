package io.lepton.testkit.runtime;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.Revision.Replica;
import io.lepton.spi.container.RevisionSpec;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A revision of {@link MemoryContainerBackend}. Guarded by its backend. */
final class MemoryRevision {
  private final RevisionSpec spec;
  private final MemoryContainerBackend.Program program;
  private final List<Running> replicas = new ArrayList<>();
  private int desired;
  private int next = 1;

  MemoryRevision(RevisionSpec spec, MemoryContainerBackend.Program program) {
    this.spec = spec;
    this.program = program;
  }

  RevisionSpec spec() {
    return spec;
  }

  /** A replica: what stops it, or why it failed. */
  private record Running(
      String id, int port, List<String> output, AutoCloseable stop, String failure) {}

  void scale(int wanted) {
    desired = wanted;
    replicas.removeIf(replica -> !replica.failure().isEmpty());
    while (replicas.size() > wanted) {
      stop(replicas.remove(replicas.size() - 1));
    }
    while (replicas.size() < wanted) {
      replicas.add(start());
    }
  }

  private Running start() {
    String id = spec.name().service() + "-" + spec.name().revision() + "-" + next++;
    List<String> output = new CopyOnWriteArrayList<>();
    int port = spec.fixedPort().isPresent() ? spec.fixedPort().getAsInt() : freePort();
    Map<String, String> environment = new TreeMap<>(spec.environment());
    environment.put("PORT", Integer.toString(port));
    try {
      return new Running(id, port, output, program.start(environment, output::add), "");
    } catch (IOException e) {
      return new Running(id, port, output, () -> {}, "ended at once: " + e.getMessage());
    }
  }

  private int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw MemoryContainerBackend.error(ErrorKind.RESOURCE_EXHAUSTED, "deploy", spec.name())
          .cause(e)
          .message("no port is free");
    }
  }

  private void stop(Running replica) {
    try {
      replica.stop().close();
    } catch (Exception e) {
      throw MemoryContainerBackend.error(ErrorKind.UNKNOWN, "stop", spec.name())
          .cause(e)
          .message("replica " + replica.id() + " did not stop: " + e.getMessage());
    }
  }

  Revision describe() {
    return new Revision(
        spec.name(),
        spec.image(),
        desired,
        replicas.stream().map(this::describe).toList(),
        spec.labels());
  }

  private Replica describe(Running replica) {
    URI endpoint = URI.create("http://127.0.0.1:" + replica.port());
    if (!replica.failure().isEmpty()) {
      return new Replica(replica.id(), endpoint, Replica.State.FAILED, replica.failure());
    }
    Replica.State state = ready(endpoint) ? Replica.State.READY : Replica.State.STARTING;
    return new Replica(replica.id(), endpoint, state, "");
  }

  private boolean ready(URI endpoint) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) endpoint.resolve(spec.readinessPath()).toURL().openConnection();
      connection.setConnectTimeout(2000);
      connection.setReadTimeout(2000);
      int status = connection.getResponseCode();
      connection.disconnect();
      return status == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  List<String> logs(int lines) {
    List<String> all = new ArrayList<>();
    for (Running replica : replicas) {
      List<String> output = replica.output();
      output
          .subList(Math.max(0, output.size() - lines), output.size())
          .forEach(line -> all.add(replica.id() + " " + line));
    }
    return all;
  }
}
