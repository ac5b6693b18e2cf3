package io.lepton.cli;

import io.lepton.Lepton;
import io.lepton.config.InputException;
import io.lepton.transfer.follow.CutOverRecord;
import io.lepton.transfer.follow.CutOverState;
import io.lepton.transfer.follow.Follow;

/** {@code sync --follow}: runs, shows or leads back a cut-over. */
final class FollowRun {
  private final Console console;
  private final Follow follow;

  FollowRun(Console console, Follow follow) {
    this.console = console;
    this.follow = follow;
  }

  int call(FollowOptions options) throws InterruptedException {
    try (Lepton lepton = Lepton.discover();
        ProgressDisplay progress = ProgressDisplay.on(console)) {
      CutOverRecord record;
      if (options.statusOnly()) {
        record =
            lepton
                .cutOver(follow.transfer())
                .orElseThrow(
                    () ->
                        new InputException(
                            "no cut-over from "
                                + follow.transfer().from()
                                + " to "
                                + follow.transfer().to()
                                + " was begun with these filters and this --state"));
      } else if (options.rollBack()) {
        record = lepton.rollBack(follow, progress);
      } else {
        record = lepton.follow(follow, progress);
      }
      progress.close();
      report(record);
      return options.statusOnly() ? ExitCode.DONE : exitCode(record);
    }
  }

  private void report(CutOverRecord record) {
    console.document(Document.of(record));
    console.line("%s since %s".formatted(record.state(), record.since()));
    for (CutOverRecord.Pass pass : record.passes()) {
      console.line(
          "  pass %d: %,d copied (%,d bytes) in %.1f s"
              .formatted(pass.number(), pass.copied(), pass.bytes(), pass.seconds()));
    }
    record.problem().ifPresent(console::fail);
    record.warnings().forEach(console::warn);
  }

  private static int exitCode(CutOverRecord record) {
    boolean arrived =
        record.state() == CutOverState.DONE || record.state() == CutOverState.ROLLED_BACK;
    if (record.problem().isPresent() || !arrived) {
      return ExitCode.FAILED;
    }
    return record.warnings().isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS;
  }

  /** The cut-over, with the sums of its passes as {@code sync} tells them. */
  private record Document(
      long copied, long bytes, double seconds, boolean verified, CutOverRecord cutOver) {

    static Document of(CutOverRecord record) {
      return new Document(
          record.passes().stream().mapToLong(CutOverRecord.Pass::copied).sum(),
          record.passes().stream().mapToLong(CutOverRecord.Pass::bytes).sum(),
          record.passes().stream().mapToDouble(CutOverRecord.Pass::seconds).sum(),
          record.done(),
          record);
    }
  }
}
