package io.lepton.migrate;

import io.lepton.deploy.Verdict;
import io.lepton.event.LeptonEvent.Notice;
import io.lepton.event.LeptonEvent.Severity;
import io.lepton.image.ImageResult;
import io.lepton.json.Json;
import io.lepton.transfer.TransferResult;
import io.lepton.watch.Recording;
import io.lepton.watch.Report;
import io.lepton.watch.ReportData;
import io.lepton.watch.ReportData.Ending;
import io.lepton.watch.ReportDataBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the report of a migration from its steps' results, and writes it. */
final class Reports {
  private final Migration migration;
  private final Stages stages;
  private final StateFolder state;

  Reports(Migration migration, Stages stages, StateFolder state) {
    this.migration = migration;
    this.stages = stages;
    this.state = state;
  }

  /** The last report, told again because there was nothing to do; the files stay as they are. */
  MigrationReport again() {
    String reason = "every step is done and still holds";
    ReportData last = Json.read(state.reportJson(), ReportData.class);
    return report(last.endingIn(Ending.NOTHING_TO_DO, reason), reason);
  }

  /** Writes the report of a run that did all of it. */
  MigrationReport finished(Results results, Recording recording) {
    Optional<Verdict> verdict = stages.rollout().flatMap(it -> results.find(it.decide()));
    return write(
        verdict.isPresent() ? Ending.KEPT : Ending.DONE,
        verdict.map(Verdict::reason).orElse("everything arrived and was proven equal"),
        results,
        recording);
  }

  /** Writes the report of a run that a gate ended. */
  MigrationReport stopped(String reason, Results results, Recording recording) {
    return write(Ending.ROLLED_BACK, reason, results, recording);
  }

  /** Writes the report of a run in which a step failed. */
  MigrationReport failed(String reason, Results results, Recording recording) {
    return write(Ending.FAILED, reason, results, recording);
  }

  private MigrationReport write(
      Ending ending, String reason, Results results, Recording recording) {
    ReportDataBuilder data =
        ReportData.of(migration.name(), ending, reason).recording(recording).audit(state.audit());
    stages
        .transfers()
        .forEach(stage -> results.find(stage).ifPresent(it -> data.moved(moved(stage.id(), it))));
    stages.tuning().flatMap(it -> it.training(results)).ifPresent(data::training);
    stages.image().flatMap(results::find).ifPresent(it -> data.image(image(it)));
    stages.rollout().ifPresent(it -> rollout(it, results, data));
    data.environment("java", Runtime.version().toString())
        .environment("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    ReportData built = data.build();
    Report.write(built, state.path());
    return report(built, reason);
  }

  private MigrationReport report(ReportData data, String reason) {
    Verdict verdict =
        data.rollout()
            .flatMap(ReportData.Rollout::verdict)
            .orElseGet(() -> new Verdict(decision(data.ending()), reason, List.of()));
    return new MigrationReport(
        migration.name(),
        verdict,
        data.recording().notices().stream()
            .filter(notice -> notice.severity() == Severity.WARNING)
            .map(Notice::message)
            .toList(),
        state.reportHtml(),
        state.reportJson(),
        data);
  }

  private static Verdict.Decision decision(Ending ending) {
    return switch (ending) {
      case KEPT, DONE, NOTHING_TO_DO -> Verdict.Decision.KEPT;
      case ROLLED_BACK, FAILED -> Verdict.Decision.ROLLED_BACK;
    };
  }

  private static ReportData.Moved moved(String id, TransferStage.Moved moved) {
    TransferResult result = moved.result();
    return new ReportData.Moved(
        id,
        moved.from().toString(),
        moved.to().toString(),
        result.copied(),
        result.skipped(),
        result.failed(),
        result.bytes(),
        Duration.ofMillis(Math.round(result.seconds() * 1000)),
        result.verified(),
        result.warnings());
  }

  private static ReportData.PackagedImage image(ImageResult image) {
    return new ReportData.PackagedImage(
        image.reference(),
        image.digest(),
        image.sizeBytes(),
        image.layers().stream()
            .map(it -> new ReportData.PackagedImage.Layer(it.name(), it.digest(), it.sizeBytes()))
            .toList());
  }

  private static void rollout(RolloutStages stages, Results results, ReportDataBuilder data) {
    results
        .find(stages.deploy())
        .ifPresent(
            deployment ->
                data.rollout(
                    new ReportData.Rollout(
                        deployment,
                        results.find(stages.shadow()),
                        results.find(stages.shift()),
                        results.find(stages.decide()))));
  }
}
