package io.lepton.watch;

import io.lepton.deploy.DeployResult;
import io.lepton.deploy.GateOutcome;
import io.lepton.deploy.Measure;
import io.lepton.deploy.ShadowResult;
import io.lepton.deploy.ShiftResult;
import io.lepton.deploy.TimelineSample;
import io.lepton.deploy.TrafficTarget;
import io.lepton.deploy.Verdict;
import io.lepton.watch.ChartView.Line;
import io.lepton.watch.ReportData.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the page tells about the traffic. */
record RolloutSection(String lead, List<PageParts.Pair> pairs, List<ChartView> figures) {

  /** A limit that would press the curve flat is told in the title only. */
  private static final double NEAR = 3;

  static RolloutSection of(Rollout rollout) {
    return new RolloutSection(lead(rollout), pairs(rollout), charts(rollout));
  }

  boolean hasFigures() {
    return !figures.isEmpty();
  }

  private static String lead(Rollout rollout) {
    String reached =
        rollout
            .shift()
            .map(
                shift ->
                    shift.completed()
                        ? "It took over all traffic."
                        : "It had at most " + shift.reachedPercent() + " % of the traffic.")
            .orElse("It had no traffic.");
    String old =
        rollout
            .deployment()
            .old()
            .map(target -> "beside " + target.describe())
            .orElse("as the first of its service");
    return "Revision " + rollout.deployment().revision() + " was deployed " + old + ". " + reached;
  }

  private static List<PageParts.Pair> pairs(Rollout rollout) {
    DeployResult deployment = rollout.deployment();
    List<PageParts.Pair> pairs = new ArrayList<>();
    pairs.add(PageParts.Pair.mono("Clients use", deployment.gateway().toString()));
    pairs.add(PageParts.Pair.of("Traffic is on", Wording.serving(rollout)));
    deployment
        .old()
        .map(TrafficTarget::describe)
        .ifPresent(old -> pairs.add(PageParts.Pair.of("Before", old)));
    pairs.add(
        PageParts.Pair.of(
            "Ready after",
            Figures.duration(Duration.ofMillis(Math.round(deployment.readySeconds() * 1000)))));
    rollout
        .shadow()
        .map(ShadowResult::note)
        .ifPresent(note -> pairs.add(PageParts.Pair.of("Shadow", PageParts.sentence(note))));
    rollout
        .shift()
        .ifPresent(
            shift -> {
              pairs.add(PageParts.Pair.of("Shift", shifted(shift)));
              pairs.add(
                  PageParts.Pair.of(
                      "Failed to a client", Figures.count(shift.failedToClient()) + " requests"));
            });
    return pairs;
  }

  private static String shifted(ShiftResult shift) {
    String text =
        shift.replayed() == 0
            ? "judged by clients’ own requests"
            : "clients sent too few requests to judge by, so "
                + Figures.count(shift.replayed(), "sample", "samples")
                + " of the test split went through the gateway as well";
    return PageParts.sentence(
        shift.breach().map(gate -> "stopped: " + gate.describe() + "; ").orElse("") + text);
  }

  private static List<ChartView> charts(Rollout rollout) {
    List<TimelineSample> timeline = rollout.shift().map(ShiftResult::timeline).orElse(List.of());
    if (timeline.size() < 2) {
      return List.of();
    }
    List<ChartView> charts = new ArrayList<>();
    charts.add(
        chart(
            "traffic",
            "Traffic on the new revision",
            "percent",
            0.0,
            100.0,
            List.of(Line.area("new", "accent", points(timeline, s -> true, s -> s.newPercent())))));
    charts.add(
        limited(rollout, timeline, Measure.P99_MILLIS, "Latency", "millis", latency(timeline)));
    charts.add(
        limited(rollout, timeline, Measure.ERROR_RATE, "Error rate", "share", errors(timeline)));
    List<Curve.Point> agreement =
        points(
            timeline,
            s -> s.mirror().compared() > 0,
            s -> (double) s.mirror().agreed() / s.mirror().compared());
    if (!agreement.isEmpty()) {
      charts.add(
          limited(
              rollout,
              timeline,
              Measure.AGREEMENT,
              "Agreement of old and new",
              "share",
              List.of(Line.solid("same answer", "third", agreement))));
    }
    return charts;
  }

  private static List<Line> latency(List<TimelineSample> timeline) {
    return List.of(
        Line.solid(
            "new p99",
            "accent",
            points(timeline, RolloutSection::fresh, s -> s.newSide().p99Millis())),
        Line.dashed(
            "new p50",
            "accent",
            points(timeline, RolloutSection::fresh, s -> s.newSide().p50Millis())),
        Line.dashed(
            "old p99",
            "muted",
            points(timeline, RolloutSection::old, s -> s.oldSide().p99Millis())));
  }

  private static List<Line> errors(List<TimelineSample> timeline) {
    return List.of(
        Line.solid(
            "new", "accent", points(timeline, RolloutSection::fresh, s -> s.newSide().errorRate())),
        Line.dashed(
            "old", "muted", points(timeline, RolloutSection::old, s -> s.oldSide().errorRate())));
  }

  private static ChartView limited(
      Rollout rollout,
      List<TimelineSample> timeline,
      Measure measure,
      String title,
      String format,
      List<Line> lines) {
    List<Line> drawn = new ArrayList<>(lines.stream().filter(l -> !l.points().isEmpty()).toList());
    double least = extreme(drawn, true).orElse(0);
    double most = extreme(drawn, false).orElse(0);
    OptionalDouble limit =
        rollout.verdict().map(Verdict::gates).orElse(List.of()).stream()
            .filter(gate -> gate.measure() == measure)
            .mapToDouble(GateOutcome::limit)
            .findFirst();
    String named = title;
    if (limit.isPresent()) {
      double value = limit.getAsDouble();
      named = title + ", " + PageParts.gateWord(measure) + " " + PageParts.figure(measure, value);
      if (measure == Measure.AGREEMENT || value <= NEAR * most || measure == Measure.ERROR_RATE) {
        drawn.add(
            Line.limit(
                value, timeline.get(0).atSeconds(), timeline.get(timeline.size() - 1).atSeconds()));
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    boolean fromTop = measure == Measure.AGREEMENT;
    Double bottom = fromTop ? Math.floor(Math.max(0, least - 0.02) * 20) / 20 : 0.0;
    Double top = fromTop ? Double.valueOf(1) : most == 0 ? Double.valueOf(0.01) : null;
    return chart(measure.key().replace('_', '-'), named, format, bottom, top, drawn);
  }

  private static OptionalDouble extreme(List<Line> lines, boolean least) {
    var values = lines.stream().flatMap(l -> l.points().stream()).mapToDouble(Curve.Point::y);
    return least ? values.min() : values.max();
  }

  private static ChartView chart(
      String id,
      String title,
      String format,
      @Nullable Double min,
      @Nullable Double max,
      List<Line> lines) {
    return new ChartView("rollout-" + id, title, "after", "seconds", format, min, max, lines);
  }

  private static List<Curve.Point> points(
      List<TimelineSample> timeline,
      Predicate<TimelineSample> known,
      ToDoubleFunction<TimelineSample> value) {
    ThinnedCurve curve = new ThinnedCurve();
    for (TimelineSample sample : timeline) {
      if (known.test(sample)) {
        curve.add(new Curve.Point(sample.atSeconds(), value.applyAsDouble(sample)));
      }
    }
    return curve.points();
  }

  private static boolean fresh(TimelineSample sample) {
    return sample.newSide().requests() > 0;
  }

  private static boolean old(TimelineSample sample) {
    return sample.oldSide().requests() > 0;
  }
}
