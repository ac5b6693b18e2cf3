package io.lepton.watch;

import io.lepton.deploy.DeployResult;
import io.lepton.deploy.GateOutcome;
import io.lepton.deploy.GateOutcome.Status;
import io.lepton.deploy.Measure;
import io.lepton.deploy.Measures;
import io.lepton.deploy.MirrorStats;
import io.lepton.deploy.ShadowResult;
import io.lepton.deploy.ShiftResult;
import io.lepton.deploy.SideStats;
import io.lepton.deploy.TimelineSample;
import io.lepton.deploy.TrafficTarget;
import io.lepton.deploy.Verdict;
import io.lepton.event.LeptonEvent.Notice;
import io.lepton.event.LeptonEvent.Outcome;
import io.lepton.event.LeptonEvent.Severity;
import io.lepton.spi.container.RevisionName;
import io.lepton.tune.Evaluation;
import io.lepton.watch.ReportData.AuditTrail;
import io.lepton.watch.ReportData.Cost;
import io.lepton.watch.ReportData.Ending;
import io.lepton.watch.ReportData.Moved;
import io.lepton.watch.ReportData.PackagedImage;
import io.lepton.watch.ReportData.Rollout;
import io.lepton.watch.ReportData.Training;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

/** Reports as migrations give them, made of fixed figures. */
final class SampleReports {
  static final Instant BEGAN = Instant.parse("2026-11-21T06:40:00Z");

  private SampleReports() {}

  /** A migration with every section. */
  static ReportData kept() {
    return complete(Ending.KEPT, "the new revision has all traffic; 5 of 5 gates passed", 12);
  }

  /** A migration whose new service was too slow at 25 percent. */
  static ReportData rolledBack() {
    return complete(
        Ending.ROLLED_BACK,
        "latency p99 is 412 ms, above max_p99_ms 200 (at 25 % of the traffic)",
        412);
  }

  /** A migration that failed in its first step. */
  static ReportData failed() {
    return ReportData.of(
            "digits", Ending.FAILED, "s3://lake/digits/ does not exist; name a bucket that does")
        .recording(
            new Recording(
                List.of(
                    span(
                        "transfer-data-1",
                        "Move data",
                        0,
                        1.4,
                        Outcome.FAILED,
                        "NOT_FOUND: s3://lake")),
                List.of(),
                List.of(),
                List.of(),
                0,
                BEGAN))
        .ended(BEGAN.plusSeconds(2))
        .build();
  }

  private static ReportData complete(Ending ending, String reason, double p99) {
    boolean kept = ending == Ending.KEPT;
    return new ReportData(
        "digits-to-west",
        ending,
        reason,
        BEGAN,
        BEGAN.plusMillis(139_400),
        List.of(
            moved("data", "s3://lake/digits/", "gs://lake/digits/", 12_480, 1_243_500_000L, 21.4),
            moved("model", "s3://models/digits/", "gs://models/digits/", 3, 46_100_000L, 1.1)),
        recording(),
        Optional.of(training()),
        Optional.of(image()),
        Optional.of(rollout(kept, p99)),
        List.of(
            new Cost(
                "Egress",
                OptionalDouble.of(0.1161),
                OptionalDouble.of(0.1128),
                "1.29 GB from us-east-1, first tier"),
            new Cost(
                "Requests",
                OptionalDouble.of(0.0712),
                OptionalDouble.of(0.0699),
                "12,483 reads, 12,490 writes"),
            new Cost(
                "Service, an hour",
                OptionalDouble.of(0.0904),
                OptionalDouble.empty(),
                "2 replicas, 1 vCPU and 2 GiB each")),
        Optional.of(
            new AuditTrail(
                ".lepton/digits-to-west/audit.jsonl",
                24,
                "9b1c0f6a27d0c7c2e54b0f3ad4f0c2a1b7a8d3ce1f42b6c58d90a1e2f3c4d5e6",
                OptionalLong.empty())),
        Map.of(
            "Lepton",
            "0.1.0",
            "Java",
            "17.0.13, Eclipse Adoptium",
            "System",
            "Linux 6.1, 2 processors",
            "Seed",
            "7"));
  }

  private static Moved moved(
      String what, String from, String to, long copied, long bytes, double seconds) {
    return new Moved(
        what,
        from,
        to,
        copied,
        copied > 100 ? 320 : 0,
        0,
        bytes,
        Duration.ofMillis((long) (seconds * 1000)),
        true,
        List.of());
  }

  private static Recording recording() {
    List<Curve.Point> rates = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 80; i++) {
      double x = 0.4 + i * 0.265;
      double ramp = Math.min(1, i / 8.0) * Math.min(1, (80 - i) / 4.0);
      rates.add(new Curve.Point(x, ramp * (58e6 + 9e6 * random.nextGaussian())));
    }
    return new Recording(
        List.of(
            span("transfer-data", "Move data", 0.2, 21.4, Outcome.DONE, "12,480 objects, 1.2 GB"),
            span("transfer-model", "Move model", 21.7, 1.1, Outcome.DONE, "3 objects, 46.1 MB"),
            span(
                "prepare",
                "Prepare data",
                22.9,
                2.6,
                Outcome.DONE,
                "4,812 rows kept, 188 duplicates left out"),
            span("tune", "Fine-tune model", 25.6, 48.2, Outcome.DONE, "5 epochs, best at epoch 4"),
            span("image", "Build image", 74.0, 6.9, Outcome.DONE, "sha256:4be1c0a2"),
            span(
                "deploy",
                "Deploy beside the old service",
                81.0,
                4.4,
                Outcome.DONE,
                "2 replicas ready"),
            span(
                "shadow",
                "Compare in the shadow",
                85.5,
                7.3,
                Outcome.DONE,
                "200 requests compared"),
            span("shift", "Shift traffic", 92.9, 45.6, Outcome.DONE, "5, 25, 100 %"),
            span("verdict", "Decide", 138.6, 0.7, Outcome.DONE, "kept")),
        List.of(),
        List.of(new Curve("bytes per second", "transfer-data", rates)),
        List.of(
            new Notice(
                "transfer-data",
                Severity.WARNING,
                "2 objects have tags, which gs:// cannot keep; they are listed in manifest.json")),
        0,
        BEGAN);
  }

  private static Recording.Span span(
      String step, String title, double at, double seconds, Outcome outcome, String detail) {
    return new Recording.Span(
        step,
        title,
        BEGAN.plusMillis((long) (at * 1000)),
        Duration.ofMillis((long) (seconds * 1000)),
        Optional.of(outcome),
        detail);
  }

  private static Training training() {
    return new Training(
        "lora",
        Duration.ofMillis(48_200),
        "5 epochs; the best was epoch 4",
        List.of(
            curve("loss", "train", 1.21, 0.62, 0.41, 0.31, 0.26),
            curve("loss", "validation", 0.84, 0.52, 0.40, 0.36, 0.37),
            curve("accuracy", "train", 0.68, 0.84, 0.90, 0.93, 0.95),
            curve("accuracy", "validation", 0.79, 0.88, 0.92, 0.941, 0.939)),
        List.of(
            curve("loss", "validation", 2.1, 1.4, 0.98, 0.80, 0.66, 0.58, 0.51, 0.46),
            curve("accuracy", "validation", 0.31, 0.52, 0.68, 0.76, 0.81, 0.84, 0.87, 0.89)),
        Optional.of(evaluation(0.29, 11)),
        Optional.of(evaluation(0.055, 12)),
        OptionalDouble.of(0.731),
        Map.of(
            "optimizer",
            "adam",
            "learning rate",
            "0.001",
            "batch size",
            "64",
            "consistency weight",
            "0.1",
            "seed",
            "7"));
  }

  private static Curve curve(String chart, String name, double... values) {
    List<Curve.Point> points = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      points.add(new Curve.Point(i + 1, values[i]));
    }
    return new Curve(chart, name, points);
  }

  private static Evaluation evaluation(double errors, int seed) {
    Random random = new Random(seed);
    List<String> classes = new ArrayList<>();
    int[][] confusion = new int[10][10];
    for (int i = 0; i < 10; i++) {
      classes.add(Integer.toString(i));
      for (int k = 0; k < 75; k++) {
        confusion[i][
            random.nextDouble() < errors
                ? (i + 1 + random.nextInt(random.nextBoolean() ? 3 : 9)) % 10
                : i]++;
      }
    }
    return Evaluation.of(classes, confusion, 0.2);
  }

  private static PackagedImage image() {
    return new PackagedImage(
        "127.0.0.1:5000/digits:v2",
        "sha256:4be1c0a29d3f5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4",
        289_400_000,
        List.of(
            new PackagedImage.Layer("base", "sha256:" + "a1".repeat(32), 201_000_000),
            new PackagedImage.Layer("libraries", "sha256:" + "b2".repeat(32), 86_100_000),
            new PackagedImage.Layer("server", "sha256:" + "c3".repeat(32), 240_000),
            new PackagedImage.Layer("model", "sha256:" + "d4".repeat(32), 2_060_000)));
  }

  private static Rollout rollout(boolean kept, double p99) {
    RevisionName fresh = new RevisionName("digits", "r4be1c0a29d3f");
    List<TimelineSample> timeline = new ArrayList<>();
    Random random = new Random(5);
    int[] steps = kept ? new int[] {5, 25, 100} : new int[] {5, 25};
    double at = 0;
    for (int step : steps) {
      for (int i = 1; i <= 60; i++) {
        at += 0.25;
        long all = i * 13L;
        long served = all * step / 100;
        long compared = step == 100 ? 0 : all / 4;
        double slow = kept ? p99 : 20 + (step == 25 ? (p99 - 20) * Math.min(1, i / 40.0) : 0);
        timeline.add(
            new TimelineSample(
                at,
                step,
                new SideStats(all - served, 0, 5.1, 17 + random.nextDouble()),
                new SideStats(
                    served, 0, 4.2 + random.nextDouble() * 0.4, slow + random.nextGaussian() * 0.7),
                new MirrorStats(
                    compared,
                    compared,
                    0,
                    0,
                    compared,
                    Math.round(compared * (0.975 + 0.01 * Math.sin(at / 3))),
                    0.2,
                    4.2,
                    12)));
      }
    }
    List<GateOutcome> gates =
        List.of(
            gate(Measure.ACCURACY, 0.92, 0.945),
            gate(Measure.MACRO_F1, 0.9, 0.944),
            gate(Measure.AGREEMENT, 0.7, 0.972),
            gate(Measure.P99_MILLIS, 200, p99),
            gate(Measure.ERROR_RATE, 0.01, 0));
    Measures measures =
        new Measures(
            Map.of(Measure.P99_MILLIS, p99, Measure.ERROR_RATE, 0.0, Measure.AGREEMENT, 0.972));
    return new Rollout(
        new DeployResult(
            fresh,
            "127.0.0.1:5000/digits:v2",
            "sha256:" + "4b".repeat(32),
            Optional.of(
                new TrafficTarget(
                    Optional.of(new RevisionName("digits", "r01d77c3a9b10")),
                    List.of(URI.create("http://127.0.0.1:41001")),
                    2)),
            URI.create("http://127.0.0.1:8080"),
            4.4),
        Optional.of(
            new ShadowResult(
                "200 requests compared; all of them clients' own",
                new MirrorStats(200, 200, 0, 0, 200, 195, 0.2, 4.4, 14),
                new SideStats(200, 0, 5, 17),
                0,
                7.3,
                measures)),
        Optional.of(
            new ShiftResult(
                kept ? 100 : 25,
                kept ? Optional.empty() : Optional.of(gates.get(3)),
                timeline,
                412,
                0,
                measures)),
        Optional.of(
            new Verdict(
                kept ? Verdict.Decision.KEPT : Verdict.Decision.ROLLED_BACK, "as above", gates)));
  }

  private static GateOutcome gate(Measure measure, double limit, double value) {
    return new GateOutcome(
        measure,
        limit,
        OptionalDouble.of(value),
        measure.holds(value, limit) ? Status.PASSED : Status.FAILED);
  }
}
