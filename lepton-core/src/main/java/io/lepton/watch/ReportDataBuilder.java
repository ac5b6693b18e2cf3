package io.lepton.watch;

import io.lepton.watch.ReportData.AuditTrail;
import io.lepton.watch.ReportData.Cost;
import io.lepton.watch.ReportData.Ending;
import io.lepton.watch.ReportData.Moved;
import io.lepton.watch.ReportData.PackagedImage;
import io.lepton.watch.ReportData.Rollout;
import io.lepton.watch.ReportData.Training;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Collects the parts of a report. Not thread safe. */
public final class ReportDataBuilder {
  private final String migration;
  private final Ending ending;
  private final String reason;
  private Instant ended = Instant.now();
  private Recording recording = Recording.none(ended);
  private final List<Moved> moved = new ArrayList<>();
  private Optional<Training> training = Optional.empty();
  private Optional<PackagedImage> image = Optional.empty();
  private Optional<Rollout> rollout = Optional.empty();
  private final List<Cost> costs = new ArrayList<>();
  private Optional<AuditTrail> audit = Optional.empty();
  private final Map<String, String> environment = new TreeMap<>();

  ReportDataBuilder(String migration, Ending ending, String reason) {
    this.migration = migration;
    this.ending = ending;
    this.reason = reason;
  }

  /** Steps, throughput and notices; the migration began when the recording did. */
  public ReportDataBuilder recording(Recording value) {
    recording = value;
    return this;
  }

  /** When the last run ended; now, unless told. */
  public ReportDataBuilder ended(Instant value) {
    ended = value;
    return this;
  }

  /** Adds a transfer. */
  public ReportDataBuilder moved(Moved value) {
    moved.add(value);
    return this;
  }

  /** What tuning did. */
  public ReportDataBuilder training(Training value) {
    training = Optional.of(value);
    return this;
  }

  /** What was packaged. */
  public ReportDataBuilder image(PackagedImage value) {
    image = Optional.of(value);
    return this;
  }

  /** What happened to the traffic. */
  public ReportDataBuilder rollout(Rollout value) {
    rollout = Optional.of(value);
    return this;
  }

  /** Adds a cost. */
  public ReportDataBuilder cost(Cost value) {
    costs.add(value);
    return this;
  }

  /** Looks through the audit log in {@code file} and tells its head. */
  public ReportDataBuilder audit(Path file) {
    AuditCheck check = AuditLog.verify(file);
    OptionalLong broken =
        check.broken().isPresent()
            ? OptionalLong.of(check.broken().get().line())
            : OptionalLong.empty();
    audit = Optional.of(new AuditTrail(file.toString(), check.entries(), check.head(), broken));
    return this;
  }

  /** Adds a version or setting worth knowing. */
  public ReportDataBuilder environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public ReportData build() {
    return new ReportData(
        migration,
        ending,
        reason,
        recording.began(),
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
}
