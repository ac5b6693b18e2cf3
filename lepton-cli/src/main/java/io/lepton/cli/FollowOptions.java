package io.lepton.cli;

import io.lepton.config.InputException;
import io.lepton.spi.Place;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.follow.Follow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How {@code sync --follow} cuts over. */
final class FollowOptions {

  @Option(
      names = "--follow",
      description = {
        "Repeat until little is left to copy, then cut over: fence the source, copy the rest, prove"
            + " both sides equal, hand over. Killed or interrupted, the same command continues."
      })
  private boolean follow;

  @Option(
      names = "--fence-command",
      paramLabel = "CMD",
      description = "With --follow: stops all writers of SRC; without it you are asked to.")
  private @Nullable String fence;

  @Option(
      names = "--hand-over-command",
      paramLabel = "CMD",
      description = "With --follow: sends readers and writers to DST.")
  private @Nullable String handOver;

  @Option(
      names = "--hand-back-command",
      paramLabel = "CMD",
      description = "With --roll-back: sends readers and writers back to SRC.")
  private @Nullable String handBack;

  @Option(
      names = "--lift-command",
      paramLabel = "CMD",
      description = "With --roll-back: lets writers write at SRC again.")
  private @Nullable String lift;

  @Option(
      names = "--fenced",
      description = "With --follow: nobody writes at SRC any more; do not ask.")
  private boolean fenced;

  @Option(
      names = "--small-pass",
      paramLabel = "N",
      description = "With --follow: cut over when a pass copied at most N objects (100).")
  private @Nullable Long smallPass;

  @Option(
      names = "--pause",
      paramLabel = "SECONDS",
      description = "With --follow: between two passes (5).")
  private @Nullable Double pause;

  @Option(names = "--status", description = "With --follow: say where the cut-over stands.")
  private boolean status;

  @Option(
      names = "--roll-back",
      description = "With --follow: lead back; what was written at DST meanwhile is named.")
  private boolean rollBack;

  boolean wanted() {
    boolean others =
        fence != null
            || handOver != null
            || handBack != null
            || lift != null
            || fenced
            || smallPass != null
            || pause != null
            || status
            || rollBack;
    if (others && !follow) {
      throw new InputException(
          "--fence-command, --hand-over-command, --hand-back-command, --lift-command, --fenced,"
              + " --small-pass, --pause, --status and --roll-back need --follow");
    }
    if (status && rollBack) {
      throw new InputException("--status and --roll-back exclude each other");
    }
    return follow;
  }

  boolean statusOnly() {
    return status;
  }

  boolean rollBack() {
    return rollBack;
  }

  Follow follow(Transfer transfer, Console console) {
    Place from = transfer.from();
    ShellHooks hooks =
        new ShellHooks(
            console,
            new ShellHooks.Commands(from, transfer.to(), fence, lift, handOver, handBack),
            fenced);
    Follow wanted = Follow.of(transfer, hooks);
    if (smallPass != null) {
      wanted = wanted.smallPass(smallPass, wanted.smallBytes());
    }
    if (pause != null) {
      wanted = wanted.pause(Duration.ofMillis(Math.round(pause * 1000)));
    }
    return wanted;
  }
}
