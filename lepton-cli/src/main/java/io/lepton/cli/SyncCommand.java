package io.lepton.cli;

import io.lepton.Lepton;
import io.lepton.config.InputException;
import io.lepton.event.Sizes;
import io.lepton.transfer.KeyReference;
import io.lepton.transfer.Mirror;
import io.lepton.transfer.PlannedAction;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferEstimate;
import io.lepton.transfer.TransferFailure;
import io.lepton.transfer.TransferResult;
import io.lepton.transfer.TransferStrategy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One transfer. */
@Command(
    name = "sync",
    addMethodSubcommands = false, // there are none, and looking for them takes a while
    mixinStandardHelpOptions = true,
    header = "Moves objects from one place to another and proves that they arrived.",
    description = {
      "",
      "Places are URIs: s3://bucket/prefix, az://container/prefix, gs://bucket/prefix, "
          + "file:///dir or file:dir. Nothing at the source is ever changed. Interrupted or "
          + "killed, the same command continues where it was."
    })
final class SyncCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();
  @Mixin private final FilterOptions filter = new FilterOptions();
  @Mixin private final FollowOptions follow = new FollowOptions();

  @Parameters(paramLabel = "SRC", description = "The source.")
  private String source = "";

  @Parameters(paramLabel = "DST", description = "The target.")
  private String target = "";

  @Option(
      names = "--strategy",
      paramLabel = "full|incremental|partial",
      defaultValue = "incremental",
      description =
          "full copies everything, incremental what differs by content (default), partial what"
              + " passes the filters and differs. Metadata that alone changed is copied too, but for"
              + " tags set at S3 or Azure, which changes no date there: copy them with full.")
  private TransferStrategy strategy = TransferStrategy.INCREMENTAL;

  @Option(names = "--mirror", description = "Delete at the target what the source lacks.")
  private boolean mirror;

  @Option(
      names = "--max-delete",
      paramLabel = "N",
      description = "With --mirror: delete nothing when more than N objects would go (1000).")
  private @Nullable Long maxDelete;

  @Option(
      names = "--allow-empty-source",
      description = "With --mirror: take an empty source for what it says.")
  private boolean allowEmptySource;

  @Option(
      names = "--dry-run",
      description =
          "Say what would be done; write nothing. Both places are listed; whether the target may"
              + " be written to shows only when it is.")
  private boolean dryRun;

  @Option(
      names = "--bandwidth",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Read at most so many bytes a second, such as 50MB.")
  private @Nullable Long bandwidth;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Most objects or parts on the way at once.")
  private @Nullable Integer parallel;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Folder of the resume journal (default: one for this source and target).")
  private @Nullable Path state;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "Write a list of every object with its digests.")
  private @Nullable Path manifest;

  @Option(
      names = "--sign",
      paramLabel = "KEYSET",
      description = "Sign the manifest with this keyset file.")
  private @Nullable Path sign;

  @Option(
      names = "--encrypt",
      paramLabel = "KEYSET",
      description =
          "Encrypt what is written: a keyset file (lepton keyset create) or a key's URI"
              + " (aws-kms://arn:aws:kms:...). Plain objects of the same names are replaced.")
  private @Nullable String encrypt;

  @Option(
      names = "--decrypt",
      paramLabel = "KEYSET",
      description =
          "Decrypt what is read; it was written with --encrypt. Without this it is copied as it"
              + " lies, encrypted, and by --encrypt once more.")
  private @Nullable String decrypt;

  @Option(
      names = "--allow-plain",
      description =
          "Without --encrypt: let plain objects come to where Lepton encrypted, which is refused"
              + " otherwise.")
  private boolean allowPlain;

  @Option(
      names = "--engine",
      paramLabel = "local|spark",
      defaultValue = "local",
      description = "Where it runs: in this process (default), or on Apache Spark.")
  private String engine = "local";

  @Override
  public Integer call() throws InterruptedException {
    checkEngine();
    Transfer transfer = transfer();
    if (follow.wanted()) {
      return new FollowRun(console, follow.follow(transfer, console)).call(follow);
    }
    try (Lepton lepton = Lepton.discover();
        ProgressDisplay progress = ProgressDisplay.on(console)) {
      if (dryRun) {
        return dryRun(lepton, transfer, progress);
      }
      TransferResult result = lepton.transfer(transfer, progress);
      progress.close();
      report(result, result);
      console.line("used: " + result.account().text());
      return exitCode(result);
    }
  }

  private void checkEngine() {
    switch (engine) {
      case "local" -> {}
      case "spark" ->
          throw new InputException(
              "--engine spark: lepton-spark is not installed; use --engine local");
      default -> throw new InputException("--engine is local or spark, not '" + engine + "'");
    }
  }

  /** What would be done, object by object, and what it would take and cost. */
  private int dryRun(Lepton lepton, Transfer transfer, ProgressDisplay progress) {
    TransferEstimate estimate = lepton.estimate(transfer, action -> console.line(describe(action)));
    TransferResult result = lepton.transfer(transfer, progress);
    progress.close();
    report(result, DryRunDocument.of(result, estimate));
    console.line(
        "estimate: %s to copy, %s; about %.0f s"
            .formatted(
                Sizes.text(estimate.bytesToCopy()), estimate.account().text(), estimate.seconds()));
    return exitCode(result);
  }

  /** The result of a dry run with the estimate beside it. */
  private record DryRunDocument(
      long copied,
      long skipped,
      long deleted,
      long failed,
      long bytes,
      double seconds,
      boolean verified,
      List<TransferFailure> failures,
      List<String> warnings,
      TransferEstimate estimate) {

    static DryRunDocument of(TransferResult result, TransferEstimate estimate) {
      return new DryRunDocument(
          result.copied(),
          result.skipped(),
          result.deleted(),
          result.failed(),
          result.bytes(),
          result.seconds(),
          result.verified(),
          result.failures(),
          result.warnings(),
          estimate);
    }
  }

  private Transfer transfer() {
    Transfer.Builder transfer =
        Transfer.from(source).to(target).strategy(strategy).filter(filter.filter());
    if (mirror) {
      Mirror wanted = Mirror.maxDelete(maxDelete == null ? Mirror.DEFAULT_MAX_DELETE : maxDelete);
      transfer.mirror(allowEmptySource ? wanted.allowingEmptySource() : wanted);
    } else if (maxDelete != null || allowEmptySource) {
      throw new InputException("--max-delete and --allow-empty-source need --mirror");
    }
    if (dryRun) {
      transfer.dryRun();
    }
    if (bandwidth != null) {
      transfer.bandwidth(bandwidth);
    }
    if (parallel != null) {
      transfer.parallelism(parallel);
    }
    if (state != null) {
      transfer.state(state);
    }
    if (manifest != null) {
      transfer.manifest(manifest);
    }
    if (sign != null) {
      transfer.sign(sign);
    }
    if (encrypt != null) {
      transfer.encrypt(new KeyReference(encrypt));
    }
    if (decrypt != null) {
      transfer.decrypt(new KeyReference(decrypt));
    }
    if (allowPlain) {
      if (encrypt != null) {
        throw new InputException("--allow-plain and --encrypt exclude each other");
      }
      transfer.allowingPlain();
    }
    return transfer.build();
  }

  private static String describe(PlannedAction action) {
    String verb =
        switch (action.verb()) {
          case COPY -> "copy";
          case COMPARE -> "compare";
          case KEEP -> "keep";
          case DELETE -> "delete";
          case REFUSE -> "refuse";
        };
    return "%-8s%s (%s)".formatted(verb, action.key(), Sizes.text(action.sizeBytes()));
  }

  private void report(TransferResult result, Object document) {
    console.document(document);
    TransferFailure.lines(result.failures()).forEach(console::fail);
    result.warnings().forEach(console::warn);
    console.line(
        "%s%,d copied (%s), %,d already equal, %,d deleted, %,d failed in %.1f s%s"
            .formatted(
                dryRun ? "dry run: " : "",
                result.copied(),
                Sizes.text(result.bytes()),
                result.skipped(),
                result.deleted(),
                result.failed(),
                result.seconds(),
                result.verified() ? "; verified" : ""));
  }

  private static int exitCode(TransferResult result) {
    if (result.failed() > 0) {
      return ExitCode.FAILED;
    }
    return result.warnings().isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS;
  }
}
