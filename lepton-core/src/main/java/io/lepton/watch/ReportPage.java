package io.lepton.watch;

import io.lepton.deploy.GateOutcome;
import io.lepton.deploy.Measure;
import io.lepton.deploy.Verdict;
import io.lepton.event.LeptonEvent;
import io.lepton.event.LeptonEvent.Severity;
import io.lepton.json.Json;
import io.lepton.tune.Evaluation;
import io.lepton.watch.PageParts.CostRow;
import io.lepton.watch.PageParts.CostSection;
import io.lepton.watch.PageParts.Gates;
import io.lepton.watch.PageParts.ImageSection;
import io.lepton.watch.PageParts.LayerRow;
import io.lepton.watch.PageParts.Link;
import io.lepton.watch.PageParts.NoticeRow;
import io.lepton.watch.PageParts.Notices;
import io.lepton.watch.PageParts.Pair;
import io.lepton.watch.PageParts.Proof;
import io.lepton.watch.PageParts.Tile;
import io.lepton.watch.ReportData.AuditTrail;
import io.lepton.watch.ReportData.PackagedImage;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the template shows. A section is a list of one, or of none where there is nothing to tell.
 */
record ReportPage(
    String name,
    String status,
    String tone,
    String headline,
    String reason,
    String when,
    String took,
    List<Tile> tiles,
    List<Link> sections,
    List<Notices> notices,
    List<Gates> gates,
    List<PageParts.MovedSection> moved,
    List<TrainingSection> training,
    List<RolloutSection> rollout,
    List<StepsSection> steps,
    List<ImageSection> image,
    List<CostSection> costs,
    List<Proof> proof,
    String chartsJson,
    String css,
    String js,
    String chartJs) {

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  static ReportPage of(ReportData data) {
    Wording wording = Wording.of(data.ending());
    List<Notices> notices = notices(data.recording());
    List<Gates> gates = gates(data);
    List<PageParts.MovedSection> moved = MovedParts.section(data);
    List<TrainingSection> training = one(data.training().map(TrainingSection::of));
    List<RolloutSection> rollout = one(data.rollout().map(RolloutSection::of));
    List<StepsSection> steps =
        data.recording().steps().isEmpty() ? List.of() : List.of(StepsSection.of(data.recording()));
    List<ImageSection> image = one(data.image().map(ReportPage::image));
    List<CostSection> costs = costs(data);
    List<Proof> proof = proof(data);
    List<Link> links = new ArrayList<>();
    link(links, notices, "notices", "Worth knowing");
    link(links, gates, "gates", "Gates");
    link(links, moved, "moved", "What moved");
    link(links, training, "training", "Model");
    link(links, rollout, "rollout", "Rollout");
    link(links, steps, "steps", "Steps");
    link(links, image, "image", "Image");
    link(links, costs, "cost", "Cost");
    link(links, proof, "proof", "Record");
    List<ChartView> charts = new ArrayList<>();
    moved.forEach(section -> charts.addAll(section.figures()));
    training.forEach(section -> charts.addAll(section.figures()));
    rollout.forEach(section -> charts.addAll(section.figures()));
    return new ReportPage(
        data.migration(),
        wording.title(),
        wording.tone(),
        wording.headline(),
        PageParts.sentence(data.reason()),
        WHEN.format(data.ended()),
        Figures.duration(data.elapsed()),
        Tiles.of(data),
        links,
        notices,
        gates,
        moved,
        training,
        rollout,
        steps,
        image,
        costs,
        proof,
        scriptSafe(Json.line(charts)),
        Report.resource("report.css"),
        Report.resource("report.js"),
        Report.resource("chart.umd.min.js").replaceAll("\n//# sourceMappingURL=.*", ""));
  }

  /** JSON that cannot end the script element it stands in. */
  private static String scriptSafe(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static <T> List<T> one(Optional<T> value) {
    return value.map(List::of).orElse(List.of());
  }

  private static void link(List<Link> links, List<?> section, String id, String title) {
    if (!section.isEmpty()) {
      links.add(new Link(id, title));
    }
  }

  /** Whether a step that draws curves told it: the charts show the same. */
  private static boolean curve(LeptonEvent.Notice notice, Recording recording) {
    return recording.curves().stream().anyMatch(line -> line.chart().equals(notice.step()));
  }

  private static List<Notices> notices(Recording recording) {
    List<NoticeRow> rows =
        recording.notices().stream()
            .filter(notice -> notice.severity() == Severity.WARNING || !curve(notice, recording))
            .map(
                notice ->
                    new NoticeRow(
                        notice.severity() == Severity.WARNING ? "warning" : "note",
                        notice.severity() == Severity.WARNING ? "warn" : "calm",
                        notice.message(),
                        notice.step()))
            .toList();
    long more = recording.noticesLeftOut();
    return rows.isEmpty()
        ? List.of()
        : List.of(
            new Notices(rows, more == 0 ? "" : "And " + Figures.count(more) + " more like these."));
  }

  private static List<Gates> gates(ReportData data) {
    List<GateOutcome> outcomes =
        data.rollout().flatMap(ReportData.Rollout::verdict).map(Verdict::gates).orElse(List.of());
    long passed = outcomes.stream().filter(GateOutcome::passed).count();
    return outcomes.isEmpty()
        ? List.of()
        : List.of(
            new Gates(
                passed == outcomes.size()
                    ? "All " + outcomes.size() + " hold."
                    : passed + " of " + outcomes.size() + " hold.",
                outcomes.stream().map(PageParts::gate).toList()));
  }

  private static ImageSection image(PackagedImage image) {
    return new ImageSection(
        image.reference(),
        image.digest(),
        image.layers().stream()
            .map(
                layer ->
                    new LayerRow(
                        layer.name(),
                        layer.digest(),
                        Figures.shortDigest(layer.digest()),
                        Figures.bytes(layer.sizeBytes())))
            .toList(),
        Figures.bytes(image.sizeBytes()));
  }

  private static List<CostSection> costs(ReportData data) {
    if (data.costs().isEmpty()) {
      return List.of();
    }
    List<CostRow> rows =
        data.costs().stream()
            .map(
                cost ->
                    new CostRow(
                        cost.what(),
                        cost.note(),
                        cost.estimatedUsd().isPresent()
                            ? Figures.usd(cost.estimatedUsd().getAsDouble())
                            : "–",
                        cost.measuredUsd().isPresent()
                            ? Figures.usd(cost.measuredUsd().getAsDouble())
                            : "–"))
            .toList();
    return List.of(new CostSection(PageParts.sentence(Wording.cost(data.costs())), rows));
  }

  private static List<Proof> proof(ReportData data) {
    List<Pair> pairs = new ArrayList<>();
    data.audit()
        .ifPresent(
            audit -> {
              pairs.add(Pair.mono("Audit log", audit.file()));
              pairs.add(Pair.mono("Its head", audit.head()));
            });
    new TreeMap<>(data.environment()).forEach((name, value) -> pairs.add(Pair.of(name, value)));
    return pairs.isEmpty()
        ? List.of()
        : List.of(new Proof(data.audit().map(ReportPage::chain).orElse(""), pairs));
  }

  private static String chain(AuditTrail audit) {
    if (audit.brokenLine().isPresent()) {
      return "The audit log is broken at line "
          + audit.brokenLine().getAsLong()
          + ": it was changed after it was written.";
    }
    return "The audit log’s chain is unbroken: "
        + Figures.count(audit.entries(), "entry", "entries")
        + ". Keep the head elsewhere to prove that none was cut off the end.";
  }

  /** The four answers of the first screen. */
  private static final class Tiles {
    private Tiles() {}

    static List<Tile> of(ReportData data) {
      List<Tile> tiles = new ArrayList<>();
      if (!data.moved().isEmpty()) {
        tiles.add(MovedParts.tile(data.moved()));
      }
      data.training()
          .flatMap(ReportData.Training::tuned)
          .ifPresent(tuned -> tiles.add(model(data.training().get(), tuned)));
      data.rollout().flatMap(Tiles::service).ifPresent(tiles::add);
      if (!data.costs().isEmpty()) {
        tiles.add(Wording.costTile(data.costs()));
      }
      if (tiles.size() < 4) {
        long failed =
            data.recording().steps().stream()
                .filter(
                    span ->
                        span.outcome().isEmpty()
                            || span.outcome().get() == io.lepton.event.LeptonEvent.Outcome.FAILED)
                .count();
        String steps = Figures.count(data.recording().steps().size(), "step", "steps");
        tiles.add(
            new Tile(
                "Time",
                Figures.duration(data.elapsed()),
                failed == 0 ? steps : steps + ", " + failed + " not finished"));
      }
      return tiles;
    }

    private static Tile model(ReportData.Training training, Evaluation tuned) {
      String before =
          training
              .source()
              .map(source -> "; the source model has " + Figures.percent(source.accuracy()))
              .orElse("");
      return new Tile(
          "Model", Figures.percent(tuned.accuracy()), "accuracy on the target" + before);
    }

    private static Optional<Tile> service(ReportData.Rollout rollout) {
      return rollout
          .shift()
          .filter(shift -> shift.measures().find(Measure.P99_MILLIS).isPresent())
          .map(
              shift -> {
                double p99 = shift.measures().find(Measure.P99_MILLIS).getAsDouble();
                double errors = shift.measures().find(Measure.ERROR_RATE).orElse(0);
                String agreement =
                    shift.measures().find(Measure.AGREEMENT).isPresent()
                        ? "; agrees with the old one on "
                            + Figures.percent(
                                shift.measures().find(Measure.AGREEMENT).getAsDouble())
                        : "";
                return new Tile(
                    "New service",
                    Figures.millis(p99),
                    "p99 at worst; " + Figures.percent(errors) + " errors" + agreement);
              });
    }
  }
}
