package io.lepton.deploy;

import io.lepton.event.LeptonEvent;
import io.lepton.spi.container.ContainerBackend;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What every step of a rollout works with. Thread safe when the listener is.
 *
 * @param containers runs the revisions
 * @param state folder of this migration's rollout; what a rollback needs is kept there
 * @param secrets folder, shared by all migrations of this user, of the gateways' control tokens;
 *     made with owner-only permissions
 * @param patience how long to wait
 * @param events told what happens
 */
public record DeployTools(
    ContainerBackend containers,
    Path state,
    Path secrets,
    Patience patience,
    Consumer<LeptonEvent> events) {

  public DeployTools {
    Objects.requireNonNull(containers, "containers");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(events, "events");
  }

  /** Tools with the standard patience. */
  public DeployTools(
      ContainerBackend containers, Path state, Path secrets, Consumer<LeptonEvent> events) {
    this(containers, state, secrets, Patience.standard(), events);
  }
}
