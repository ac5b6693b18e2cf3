package io.lepton.benchmarks.transfer;

import io.lepton.benchmarks.server.NullCopy;
import io.lepton.testkit.server.Toolchain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tool that copies between object stores, tuned for many objects on a small machine.
 *
 * @param name as the table shows it
 * @param repeating what a second run does
 * @param commands how it is called
 */
record CloudContender(String name, Repeats repeating, Commands commands) {
  static final String ENCRYPTING = "lepton sync --encrypt";
  private static final String RCLONE = "v1.76.0";
  private static final String S5CMD = "v2.3.0";

  /** A place: {@code a}, {@code b}, {@code az}, {@code gs} or {@code file}, and what is there. */
  record Spot(String server, String path) {}

  /** Whether running it again compares instead of copying again. */
  enum Repeats {
    /** It compares. */
    COMPARE,
    /** It copies. */
    COPY
  }

  boolean repeats() {
    return repeating == Repeats.COMPARE;
  }

  /** Makes command lines. */
  interface Commands {
    /** How it copies everything from one place to another; empty when it cannot. */
    Optional<List<String>> copy(CloudWorld world, Spot from, Spot to);
  }

  static CloudContender lepton(Path launcher) {
    return new CloudContender(
        "lepton sync",
        Repeats.COMPARE,
        (world, from, to) ->
            Optional.of(
                List.of(launcher.toString(), "sync", "--quiet", leptonUri(from), leptonUri(to))));
  }

  static CloudContender encryptingLepton(Path launcher, Path keyset) {
    return new CloudContender(
        ENCRYPTING,
        Repeats.COMPARE,
        (world, from, to) ->
            Optional.of(
                List.of(
                    launcher.toString(),
                    "sync",
                    "--quiet",
                    "--encrypt",
                    keyset.toString(),
                    leptonUri(from),
                    leptonUri(to))));
  }

  private static String leptonUri(Spot spot) {
    return switch (spot.server()) {
      case "a" -> "s3://" + spot.path();
      case "b" -> "s3b://" + spot.path();
      case "file" -> "file://" + spot.path();
      default -> spot.server() + "://" + spot.path();
    };
  }

  /**
   * {@code --fast-list}: one listing instead of one a folder; {@code --checksum}: by digest, as
   * Lepton, and without a request for each object's time; no directory that is looked for, no
   * bucket that is looked for, no MD5 before an upload in parts (remotes are set up so).
   */
  static CloudContender rclone() {
    Path program = Toolchain.goCommand("github.com/rclone/rclone", RCLONE);
    return new CloudContender(
        "rclone " + RCLONE,
        Repeats.COMPARE,
        (world, from, to) ->
            Optional.of(
                List.of(
                    program.toString(),
                    "sync",
                    "--checksum",
                    "--fast-list",
                    "--transfers=" + world.objectsAtOnce(),
                    "--checkers=16",
                    "--s3-upload-concurrency=4",
                    "--s3-chunk-size=32M",
                    "--azureblob-upload-concurrency=4",
                    "--azureblob-chunk-size=32M",
                    "--buffer-size=1M",
                    "--stats=0",
                    rclonePath(from),
                    rclonePath(to))));
  }

  private static String rclonePath(Spot spot) {
    return spot.server().equals("file") ? spot.path() : spot.server() + ":" + spot.path();
  }

  /** It knows one S3 server at a time, so it can only be asked to read or write files. */
  static CloudContender s5cmd() {
    Path program = Toolchain.goCommand("github.com/peak/s5cmd/v2", S5CMD);
    return new CloudContender(
        "s5cmd " + S5CMD,
        Repeats.COPY,
        (world, from, to) -> {
          if (!from.server().equals("file") || !to.server().equals("b")) {
            return Optional.empty();
          }
          List<String> command = new ArrayList<>(List.of(program.toString()));
          command.addAll(List.of("--endpoint-url", world.endpoint("b"), "--numworkers"));
          command.add(Integer.toString(world.objectsAtOnce()));
          command.addAll(List.of("--log", "error", "cp", "--concurrency", "4"));
          command.addAll(List.of("--part-size", "32", from.path() + "/", "s3://" + to.path()));
          return Optional.of(command);
        });
  }

  /** What the machine gives at most: see {@link NullCopy}. */
  static CloudContender ceiling() {
    return new CloudContender(
        "null copy (ceiling)",
        Repeats.COPY,
        (world, from, to) -> {
          if (!to.server().equals("b") || !List.of("a", "file").contains(from.server())) {
            return Optional.empty();
          }
          String[] named = from.path().split("-", -1);
          return Optional.of(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  NullCopy.class.getName(),
                  from.server().equals("file")
                      ? from.path()
                      : world.endpoint("a") + "/" + from.path(),
                  world.endpoint("b") + "/" + to.path(),
                  named[named.length - 2],
                  "16"));
        });
  }
}
