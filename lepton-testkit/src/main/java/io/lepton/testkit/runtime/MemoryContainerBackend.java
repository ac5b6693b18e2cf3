package io.lepton.testkit.runtime;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.RevisionName;
import io.lepton.spi.container.RevisionSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Container services inside this JVM: an image is a name for a program that listens on a port of
 * its own, so endpoints answer real requests. One instance is one cloud; it outlives nothing.
 *
 * <p>Thread safe.
 */
public final class MemoryContainerBackend implements ContainerBackend, AutoCloseable {
  private final Map<String, Program> images = new ConcurrentHashMap<>();
  private final Map<RevisionName, MemoryRevision> revisions = new LinkedHashMap<>();

  /** What an image runs. */
  public interface Program {

    /**
     * Starts serving on the port that the variable {@code PORT} holds.
     *
     * @param environment variables of the spec, and {@code PORT}
     * @param output takes what it prints, line by line
     * @return what stops it gracefully
     * @throws IOException when it ends at once: the replica has failed
     */
    AutoCloseable start(Map<String, String> environment, java.util.function.Consumer<String> output)
        throws IOException;
  }

  /** Puts an image in place, as a registry would hold it. */
  public void image(String reference, Program program) {
    images.put(reference, program);
  }

  @Override
  public String platform() {
    return "memory";
  }

  @Override
  public synchronized Revision deploy(RevisionSpec spec) {
    MemoryRevision there = revisions.get(spec.name());
    if (there != null) {
      if (!there.spec().equals(spec)) {
        throw error(ErrorKind.ALREADY_EXISTS, "deploy", spec.name())
            .message("the revision exists with another spec; remove it or take another name");
      }
      return there.describe();
    }
    Program program = images.get(spec.image());
    if (program == null) {
      throw error(ErrorKind.NOT_FOUND, "deploy", spec.name())
          .message("there is no image " + spec.image() + "; put it in place with image(...)");
    }
    spec.fixedPort().ifPresent(port -> requireFree(port, spec.name()));
    MemoryRevision revision = new MemoryRevision(spec, program);
    revision.scale(spec.replicas());
    revisions.put(spec.name(), revision);
    return revision.describe();
  }

  private static void requireFree(int port, RevisionName name) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      throw error(ErrorKind.RESOURCE_EXHAUSTED, "deploy", name)
          .cause(e)
          .message("port " + port + " is in use; choose another");
    }
  }

  @Override
  public synchronized Optional<Revision> describe(RevisionName name) {
    return Optional.ofNullable(revisions.get(name)).map(MemoryRevision::describe);
  }

  @Override
  public synchronized List<Revision> list(String service) {
    return revisions.values().stream()
        .filter(revision -> revision.spec().name().service().equals(service))
        .map(MemoryRevision::describe)
        .toList();
  }

  @Override
  public synchronized List<Revision> listByLabels(Map<String, String> labels) {
    return revisions.values().stream()
        .filter(revision -> revision.spec().labels().entrySet().containsAll(labels.entrySet()))
        .map(MemoryRevision::describe)
        .toList();
  }

  @Override
  public synchronized Revision scale(RevisionName name, int replicas) {
    MemoryRevision revision = revisions.get(name);
    if (revision == null) {
      throw error(ErrorKind.NOT_FOUND, "scale", name).message("there is no such revision");
    }
    if (replicas < 0 || (replicas > 1 && revision.spec().fixedPort().isPresent())) {
      throw error(ErrorKind.INVALID_ARGUMENT, "scale", name)
          .message(replicas + " replicas are not possible: below 0, or many on one fixed port");
    }
    revision.scale(replicas);
    return revision.describe();
  }

  @Override
  public void remove(RevisionName name) {
    MemoryRevision revision;
    synchronized (this) {
      revision = revisions.remove(name);
    }
    if (revision != null) {
      revision.scale(0);
    }
  }

  /** {@inheritDoc} At most {@code lines} lines of each replica, oldest replica first. */
  @Override
  public synchronized List<String> logs(RevisionName name, int lines) {
    MemoryRevision revision = revisions.get(name);
    return revision == null ? List.of() : revision.logs(lines);
  }

  /** Removes every revision. */
  @Override
  public void close() {
    List<RevisionName> names;
    synchronized (this) {
      names = new ArrayList<>(revisions.keySet());
    }
    names.forEach(this::remove);
  }

  static CloudException.Builder error(ErrorKind kind, String operation, RevisionName name) {
    return CloudException.of(kind)
        .provider("memory")
        .operation(operation)
        .location(name.toString());
  }
}
