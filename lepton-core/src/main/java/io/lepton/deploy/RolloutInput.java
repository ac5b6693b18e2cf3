package io.lepton.deploy;

import java.util.List;
import java.util.Objects;

/**
 * What the steps after the deployment work on.
 *
 * @param deployment the new revision and the old one
 * @param rollout how traffic moves
 * @param gates what must hold
 * @param model figures of the model's evaluation, known before any traffic
 * @param samples requests to send where clients send too few; may be empty
 */
public record RolloutInput(
    DeployResult deployment,
    RolloutSpec rollout,
    Gates gates,
    Measures model,
    List<SampleRequest> samples) {

  public RolloutInput {
    Objects.requireNonNull(deployment, "deployment");
    Objects.requireNonNull(rollout, "rollout");
    Objects.requireNonNull(gates, "gates");
    Objects.requireNonNull(model, "model");
    samples = List.copyOf(samples);
  }
}
