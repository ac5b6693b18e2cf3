package io.lepton.spi.container;

import io.lepton.spi.CloudException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs services as replicas of a container image.
 *
 * <p><b>Data model.</b> A service is a name. A revision is one immutable deployment of it: image,
 * environment, replicas. Several revisions of a service run side by side; which of them gets
 * traffic is the gateway's business, or the platform's where it has TRAFFIC_SPLIT. Revisions
 * outlive the process that deployed them.
 *
 * <p>Thread safe; blocks; throws {@link CloudException} only.
 */
public interface ContainerBackend {

  /** The platform's name in a migration file: {@code local}, {@code ecs}, {@code cloud-run}. */
  String platform();

  /**
   * Starts a revision and returns at once; poll {@link #describe} until it is ready. The same spec
   * again changes nothing and returns the revision that is there.
   *
   * @throws CloudException ALREADY_EXISTS when the revision exists with another spec; NOT_FOUND
   *     when the image does not exist; RESOURCE_EXHAUSTED when a fixed port is in use or a quota is
   *     used up
   */
  Revision deploy(RevisionSpec spec);

  /** Describes a revision; empty when there is none. */
  Optional<Revision> describe(RevisionName name);

  /** The revisions of a service, oldest first. */
  List<Revision> list(String service);

  /** Every revision whose labels include all of {@code labels}. */
  List<Revision> listByLabels(Map<String, String> labels);

  /**
   * Starts or gracefully stops replicas until there are {@code replicas}.
   *
   * @throws CloudException NOT_FOUND when there is no such revision
   */
  Revision scale(RevisionName name, int replicas);

  /** Stops a revision gracefully and forgets it. Does nothing when it is gone already. */
  void remove(RevisionName name);

  /** The last lines that a revision's replicas printed, each prefixed with its replica's id. */
  List<String> logs(RevisionName name, int lines);
}
