package io.lepton.local.runtime;

import io.lepton.spi.CloudException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Runs replicas. Stateless beyond what is written down; thread safe. */
interface ReplicaRuntime {

  /** Its name, kept with every revision that it runs. */
  String name();

  /**
   * Makes an image ready to run, and keeps it from being collected until {@code record} has run.
   *
   * @return its identity
   * @throws CloudException NOT_FOUND when there is no such image
   */
  String prepare(String image, Recorder record) throws IOException, InterruptedException;

  /** Starts a replica that is written down; does nothing when it was started before. */
  void start(RevisionRecord revision, ReplicaRecord replica)
      throws IOException, InterruptedException;

  /** How a replica stands. */
  Status status(ReplicaRecord replica) throws IOException, InterruptedException;

  /** Stops replicas gracefully, then by force; they can be forgotten then. */
  void stop(List<ReplicaRecord> replicas, Duration grace) throws IOException, InterruptedException;

  /** The last lines that a replica printed. */
  List<String> logs(ReplicaRecord replica, int lines) throws IOException, InterruptedException;

  /** Gives back what only other images than {@code imageIds} need. */
  void collect(Set<String> imageIds) throws IOException;

  /** Writes down that an image is in use. */
  interface Recorder {
    void record(String imageId) throws IOException;
  }

  /**
   * How a replica stands.
   *
   * @param state whether it runs
   * @param exitCode when it ended and told
   */
  record Status(Supervised.State state, OptionalInt exitCode) {}
}
