package io.lepton.migrate;

import io.lepton.deploy.DeployInput;
import io.lepton.deploy.DeployResult;
import io.lepton.deploy.DeploySpec;
import io.lepton.deploy.DeployStep;
import io.lepton.deploy.DeployTools;
import io.lepton.deploy.Gates;
import io.lepton.deploy.RemoveDeployment;
import io.lepton.deploy.RollbackResult;
import io.lepton.deploy.RollbackTraffic;
import io.lepton.deploy.RolloutInput;
import io.lepton.deploy.ShadowResult;
import io.lepton.deploy.ShadowStep;
import io.lepton.deploy.ShiftResult;
import io.lepton.deploy.ShiftStep;
import io.lepton.deploy.Verdict;
import io.lepton.deploy.VerdictStep;
import io.lepton.event.LeptonEvent;
import io.lepton.image.ImageResult;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.container.Revision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The four stages that bring the new service up and move the traffic to it. */
final class RolloutStages {
  /** Label of everything that a migration deploys. */
  static final String LABEL = "lepton.migration";

  private final String migration;
  private final DeploySpec spec;
  private final Gates gates;
  private final ServedModel model;
  private final Stage<ImageResult> image;
  private final Supplier<ContainerBackend> platform;
  private final Path state;
  private final Path secrets;

  private final Deploy deploy = new Deploy();
  private final Shadow shadow = new Shadow();
  private final Shift shift = new Shift();
  private final Decide decide = new Decide();

  /**
   * @param platform opens the container backend; asked only when it is needed
   * @param state folder of the rollout's own state
   * @param secrets folder of the gateways' tokens
   */
  RolloutStages(
      String migration,
      DeploySpec spec,
      Gates gates,
      ServedModel model,
      Stage<ImageResult> image,
      Supplier<ContainerBackend> platform,
      Path state,
      Path secrets) {
    this.migration = migration;
    this.spec = spec;
    this.gates = gates;
    this.model = model;
    this.image = image;
    this.platform = platform;
    this.state = state;
    this.secrets = secrets;
  }

  List<Stage<?>> inOrder() {
    return List.of(deploy, shadow, shift, decide);
  }

  Stage<DeployResult> deploy() {
    return deploy;
  }

  Stage<ShadowResult> shadow() {
    return shadow;
  }

  Stage<ShiftResult> shift() {
    return shift;
  }

  Stage<Verdict> decide() {
    return decide;
  }

  /**
   * Removes every revision that carries the migration's label; what is gone already is left out.
   */
  void removeLabelled() {
    ContainerBackend containers = platform.get();
    containers
        .listByLabels(Map.of(LABEL, migration))
        .forEach(revision -> containers.remove(revision.name()));
  }

  private DeployTools tools(Consumer<LeptonEvent> events) {
    return new DeployTools(platform.get(), state, secrets, events);
  }

  private RolloutInput input(Results earlier) {
    return new RolloutInput(
        earlier.of(deploy), spec.rollout(), gates, model.measures(earlier), model.samples(earlier));
  }

  private final class Deploy implements Stage<DeployResult> {
    private record DeployInputs(DeploySpec spec, String imageDigest) {}

    @Override
    public String id() {
      return DeployStep.ID;
    }

    @Override
    public String title() {
      return "deploy " + spec.service() + " beside the old service";
    }

    @Override
    public Class<DeployResult> resultType() {
      return DeployResult.class;
    }

    @Override
    public Object inputs(Results earlier) {
      return new DeployInputs(spec, earlier.of(image).digest());
    }

    @Override
    public List<String> explain(Results earlier) {
      List<String> lines = new ArrayList<>();
      lines.add(
          "%d replicas of %.1f vCPUs and %.1f GiB on %s"
              .formatted(
                  spec.replicas(),
                  spec.demand().vcpus(),
                  spec.demand().memoryGib(),
                  spec.platform()));
      platform.get().list(spec.service()).stream()
          .filter(revision -> !revision.endpoints().isEmpty())
          .forEach(revision -> lines.add("live now: " + revision.name()));
      return lines;
    }

    @Override
    public Optional<String> drift(DeployResult result) {
      return platform
              .get()
              .describe(result.revision())
              .filter(revision -> revision.desiredReplicas() > 0)
              .filter(Revision::ready)
              .isPresent()
          ? Optional.empty()
          : Optional.of(result.revision() + " is not ready");
    }

    @Override
    public DeployResult run(Results earlier, Consumer<LeptonEvent> events) {
      ImageResult built = earlier.of(image);
      return new DeployStep(tools(events))
          .run(
              DeployInput.of(spec, built.reference(), built.digest())
                  .withLabels(Map.of(LABEL, migration)));
    }

    @Override
    public List<String> undo(Undo undo, Consumer<LeptonEvent> events) {
      DeployTools tools = tools(events);
      RollbackResult result =
          switch (undo) {
            case ROLLBACK -> new RollbackTraffic(tools).run();
            case DESTROY -> new RemoveDeployment(tools).run();
          };
      return result.kept();
    }
  }

  /** Stages whose undoing is the deployment's: traffic goes back as a whole. */
  private abstract static class PartOfRollout<R> implements Stage<R> {
    @Override
    public List<String> undo(Undo undo, Consumer<LeptonEvent> events) {
      return List.of();
    }
  }

  private final class Shadow extends PartOfRollout<ShadowResult> {
    private record ShadowInputs(DeployResult deployment, int requests, Gates gates) {}

    @Override
    public String id() {
      return ShadowStep.ID;
    }

    @Override
    public String title() {
      return "compare both services on the same requests";
    }

    @Override
    public Class<ShadowResult> resultType() {
      return ShadowResult.class;
    }

    @Override
    public Object inputs(Results earlier) {
      return new ShadowInputs(earlier.of(deploy), spec.rollout().shadowRequests(), gates);
    }

    @Override
    public List<String> explain(Results earlier) {
      return List.of(spec.rollout().shadowRequests() + " requests mirrored to both");
    }

    @Override
    public ShadowResult run(Results earlier, Consumer<LeptonEvent> events) {
      return new ShadowStep(tools(events)).run(input(earlier));
    }
  }

  private final class Shift extends PartOfRollout<ShiftResult> {
    private record ShiftInputs(DeployResult deployment, DeploySpec spec, Gates gates) {}

    @Override
    public String id() {
      return ShiftStep.ID;
    }

    @Override
    public String title() {
      return "shift the traffic in steps";
    }

    @Override
    public Class<ShiftResult> resultType() {
      return ShiftResult.class;
    }

    @Override
    public Object inputs(Results earlier) {
      return new ShiftInputs(earlier.of(deploy), spec, gates);
    }

    @Override
    public List<String> explain(Results earlier) {
      return List.of(
          "%s percent, %.0f s each, back by itself when a gate breaks"
              .formatted(spec.rollout().steps(), spec.rollout().hold().toMillis() / 1000.0));
    }

    @Override
    public ShiftResult run(Results earlier, Consumer<LeptonEvent> events) {
      return new ShiftStep(tools(events)).run(input(earlier), earlier.of(shadow));
    }
  }

  private final class Decide extends PartOfRollout<Verdict> {
    private record DecideInputs(DeployResult deployment, Gates gates) {}

    @Override
    public String id() {
      return VerdictStep.ID;
    }

    @Override
    public String title() {
      return "keep the new service or go back";
    }

    @Override
    public Class<Verdict> resultType() {
      return Verdict.class;
    }

    @Override
    public Object inputs(Results earlier) {
      return new DecideInputs(earlier.of(deploy), gates);
    }

    @Override
    public List<String> explain(Results earlier) {
      return gates.gates().stream()
          .map(gate -> gate.measure().key() + ": " + gate.limit())
          .toList();
    }

    @Override
    public Optional<String> stops(Verdict verdict) {
      return verdict.kept() ? Optional.empty() : Optional.of(verdict.reason());
    }

    @Override
    public Verdict run(Results earlier, Consumer<LeptonEvent> events) {
      return new VerdictStep(tools(events))
          .run(input(earlier), earlier.of(shadow), earlier.of(shift));
    }
  }
}
