package io.lepton.watch;

import io.lepton.deploy.DeployResult;
import io.lepton.deploy.ShadowResult;
import io.lepton.deploy.ShiftResult;
import io.lepton.deploy.Verdict;
import io.lepton.tune.Evaluation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Everything that a report tells; the JSON twin is this record. Sections that have nothing to tell
 * are empty and are left out of the page. Immutable.
 *
 * @param migration its name
 * @param ending how it ended
 * @param reason why, in one sentence for people
 * @param began when its first run began
 * @param ended when the last one ended
 * @param moved what was transferred
 * @param recording steps, throughput and notices
 * @param training what tuning did to the model
 * @param image what was packaged
 * @param rollout what happened to the traffic
 * @param costs estimated and measured
 * @param audit where the audit log is and its head
 * @param environment versions and settings worth knowing, by name
 */
public record ReportData(
    String migration,
    Ending ending,
    String reason,
    Instant began,
    Instant ended,
    List<Moved> moved,
    Recording recording,
    Optional<Training> training,
    Optional<PackagedImage> image,
    Optional<Rollout> rollout,
    List<Cost> costs,
    Optional<AuditTrail> audit,
    Map<String, String> environment) {

  public ReportData {
    Objects.requireNonNull(migration, "migration");
    Objects.requireNonNull(ending, "ending");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(began, "began");
    Objects.requireNonNull(ended, "ended");
    Objects.requireNonNull(recording, "recording");
    moved = List.copyOf(moved);
    costs = List.copyOf(costs);
    environment = Map.copyOf(environment);
  }

  /** Starts a report on {@code migration} with nothing but its ending. */
  public static ReportDataBuilder of(String migration, Ending ending, String reason) {
    return new ReportDataBuilder(migration, ending, reason);
  }

  /** The same, told with another ending. */
  public ReportData endingIn(Ending other, String why) {
    return new ReportData(
        migration,
        other,
        why,
        began,
        ended,
        moved,
        recording,
        training,
        image,
        rollout,
        costs,
        audit,
        environment);
  }

  /** How long it took, from the first run's begin to the last one's end. */
  public Duration elapsed() {
    return Duration.between(began, ended);
  }

  /** How a migration ended. */
  public enum Ending {
    /** The new service has the traffic. */
    KEPT,
    /** The old service has the traffic, because a gate did not pass. */
    ROLLED_BACK,
    /** All is done, and there was no service to roll out. */
    DONE,
    /** Earlier runs had done it all. */
    NOTHING_TO_DO,
    /** A step failed; the same command resumes. */
    FAILED
  }

  /**
   * One transfer.
   *
   * @param what {@code data 1}, {@code model}
   * @param from place
   * @param to place
   * @param copied objects copied
   * @param skipped objects that were there already
   * @param failed objects that could not be copied
   * @param bytes copied
   * @param elapsed how long it took
   * @param verified whether both sides were proven equal
   * @param warnings what the target could not keep, for people
   */
  public record Moved(
      String what,
      String from,
      String to,
      long copied,
      long skipped,
      long failed,
      long bytes,
      Duration elapsed,
      boolean verified,
      List<String> warnings) {

    public Moved {
      Objects.requireNonNull(elapsed, "elapsed");
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * What tuning did.
   *
   * @param method {@code full}, {@code head}, {@code lora}
   * @param elapsed how long it took
   * @param note where it stopped and why, for people
   * @param curves by epoch: chart {@code loss} or a metric, name {@code train}, {@code validation}
   * @param fromScratch the same curves of a model trained from zero, for comparison; may be empty
   * @param source the source model on the target's test split
   * @param tuned the tuned model on the same rows
   * @param consistency share of test rows on which both say the same
   * @param settings hyper-parameters worth knowing, by name
   */
  public record Training(
      String method,
      Duration elapsed,
      String note,
      List<Curve> curves,
      List<Curve> fromScratch,
      Optional<Evaluation> source,
      Optional<Evaluation> tuned,
      OptionalDouble consistency,
      Map<String, String> settings) {

    public Training {
      Objects.requireNonNull(elapsed, "elapsed");
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(tuned, "tuned");
      Objects.requireNonNull(consistency, "consistency");
      curves = List.copyOf(curves);
      fromScratch = List.copyOf(fromScratch);
      settings = Map.copyOf(settings);
    }
  }

  /**
   * An image.
   *
   * @param reference as the platform takes it
   * @param digest of its manifest
   * @param sizeBytes of all layers
   * @param layers from the lowest
   */
  public record PackagedImage(String reference, String digest, long sizeBytes, List<Layer> layers) {

    public PackagedImage {
      layers = List.copyOf(layers);
    }

    /**
     * A layer.
     *
     * @param name what it holds
     * @param digest of its compressed form
     * @param sizeBytes of the same
     */
    public record Layer(String name, String digest, long sizeBytes) {}
  }

  /**
   * What happened to the traffic.
   *
   * @param deployment the new revision and the old one
   * @param shadow the comparison
   * @param shift the steps
   * @param verdict the decision
   */
  public record Rollout(
      DeployResult deployment,
      Optional<ShadowResult> shadow,
      Optional<ShiftResult> shift,
      Optional<Verdict> verdict) {

    public Rollout {
      Objects.requireNonNull(deployment, "deployment");
      Objects.requireNonNull(shadow, "shadow");
      Objects.requireNonNull(shift, "shift");
      Objects.requireNonNull(verdict, "verdict");
    }
  }

  /**
   * A cost.
   *
   * @param what it is for: {@code egress}, {@code requests}
   * @param estimatedUsd before the run
   * @param measuredUsd after it
   * @param note what it is counted from
   */
  public record Cost(
      String what, OptionalDouble estimatedUsd, OptionalDouble measuredUsd, String note) {

    public Cost {
      Objects.requireNonNull(estimatedUsd, "estimatedUsd");
      Objects.requireNonNull(measuredUsd, "measuredUsd");
    }
  }

  /**
   * An audit log.
   *
   * @param file where it is
   * @param entries in it
   * @param head the last entry's hash
   * @param brokenLine the first line that does not belong; empty when all do
   */
  public record AuditTrail(String file, long entries, String head, OptionalLong brokenLine) {

    public AuditTrail {
      Objects.requireNonNull(brokenLine, "brokenLine");
    }
  }
}
