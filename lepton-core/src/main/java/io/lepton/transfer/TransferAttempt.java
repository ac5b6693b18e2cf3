package io.lepton.transfer;

import io.lepton.event.LeptonEvent;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.transfer.account.PriceTable;
import io.lepton.transfer.crypt.Keysets;
import io.lepton.transfer.journal.Checkpoints;
import io.lepton.transfer.journal.TransferJournal;
import io.lepton.transfer.manifest.ManifestFile;
import io.lepton.transfer.manifest.ManifestSigner;
import io.lepton.transfer.pace.ConcurrencyGate;
import io.lepton.transfer.pace.Requests;
import io.lepton.transfer.pace.WorkPool;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of the engine: builds what a run needs, and ends it so that nothing is lost. */
final class TransferAttempt {
  private final Transfer transfer;
  private final Side source;
  private final Side target;
  private final TransferJournal journal;
  private final long startNanos;
  private final Outcomes outcomes = new Outcomes();
  private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
  private final Requests requests;
  private final WorkPool pool;
  private final ProgressTeller progress;
  private final Optional<ManifestSigner> signer;

  TransferAttempt(
      Transfer transfer,
      Side source,
      Side target,
      TransferJournal journal,
      Consumer<LeptonEvent> events,
      long startNanos) {
    this.transfer = transfer;
    this.source = source;
    this.target = target;
    this.journal = journal;
    this.startNanos = startNanos;
    // Now, so that a wrong keyset or file is found before anything is written.
    this.signer = transfer.signWith().map(Keysets::signing);
    if (transfer.mode() == Transfer.Mode.APPLY) {
      transfer.manifest().ifPresent(ManifestFile::checkWritable);
    }
    Retries retries = transfer.retries();
    // Two more than the workers, so that listing goes on while every worker is busy.
    this.requests =
        new Requests(
            new ConcurrencyGate(transfer.parallelism() + 2),
            retries.attempts(),
            retries.firstDelay(),
            retries.longestDelay());
    this.pool = new WorkPool("transfer", transfer.parallelism(), this::stop);
    this.progress = new ProgressTeller(transfer.step(), events, this::stop);
  }

  private void makeDurable() {
    requests.repeat(target.store()::sync);
  }

  private void prepareToWrite() {
    if (transfer.mode() == Transfer.Mode.APPLY) {
      requests.repeat(target::prepareToWrite);
    }
  }

  private void stop(Throwable cause) {
    fatal.compareAndSet(null, cause);
    pool.stop();
  }

  TransferResult run() {
    try (Checkpoints checkpoints = new Checkpoints(journal, this::makeDurable, this::stop)) {
      RunJournal runJournal = new RunJournal(journal, checkpoints, source);
      RunTools tools =
          RunTools.of(transfer, source, target, requests, pool, outcomes, progress, runJournal);
      TransferRun run = new TransferRun(tools);
      try {
        journal.manifest().clear();
        prepareToWrite();
        run.run();
      } catch (InterruptedException e) {
        throw interrupted(checkpoints, e);
      } catch (RejectedExecutionException e) {
        throw stopped(checkpoints, e);
      } catch (CloudException e) {
        if (e.kind() == ErrorKind.CANCELLED) {
          throw interrupted(checkpoints, e);
        }
        throw e;
      } finally {
        pool.close();
      }
      return finish(tools, checkpoints, run.sourceObjects());
    } finally {
      pool.stop();
      pool.close();
    }
  }

  private TransferResult finish(RunTools tools, Checkpoints checkpoints, long sourceObjects) {
    checkpoints.close();
    boolean applied = transfer.mode() == Transfer.Mode.APPLY;
    boolean failed = outcomes.anyFailed();
    boolean remember =
        transfer.strategy() != TransferStrategy.FULL && tools.journal().worthRemembering();
    if (failed || (applied && remember)) {
      checkpoints.save();
    }
    if (!failed && applied && outcomes.copied.sum() > 0) {
      makeDurable();
    }
    if (applied && transfer.manifest().isPresent()) {
      writeManifest();
    }
    if (applied && !failed && journal.uploads().doubtful().isEmpty()) {
      if (remember) {
        journal.remember(sourceObjects);
      } else {
        journal.discard();
      }
    }
    outcomes.warnings().forEach(text -> progress.notice(LeptonEvent.Severity.WARNING, text));
    return new TransferResult(
        outcomes.copied.sum(),
        outcomes.skipped.sum(),
        outcomes.deleted.sum(),
        outcomes.failures().size(),
        outcomes.bytes.sum(),
        Math.round((System.nanoTime() - startNanos) / 1e6) / 1e3,
        applied && !failed && !outcomes.isPassedOverAt(source.place()),
        outcomes.failures(),
        outcomes.warnings(),
        tools.requestsSent(),
        tools.bandwidth().total(),
        PriceTable.builtIn()
            .account(
                source.provider().id(),
                target.provider().id(),
                source.usage(),
                target.usage(),
                tools.bandwidth().total(),
                applied ? outcomes.bytes.sum() : 0));
  }

  private void writeManifest() {
    if (outcomes.anyFailed()) {
      outcomes.warn("no manifest was written, because not everything succeeded");
    } else {
      ManifestFile.write(
          transfer.manifest().orElseThrow(),
          ManifestFile.Head.of(transfer.from().toString(), Instant.now().toString()),
          journal.manifest().inOrder(),
          signer);
    }
  }

  /** Ends the workers, saves what they finished, and leaves the interrupt for the caller. */
  private CloudException interrupted(Checkpoints checkpoints, Exception cause) {
    pool.stop();
    // With the flag set, the target would refuse to make durable what is already there.
    boolean flag = Thread.interrupted();
    pool.close();
    checkpoints.close();
    flag |= Thread.interrupted();
    saveQuietly(checkpoints, cause);
    CloudException cancelled = Requests.cancelled(cause);
    if (!flag && cause instanceof CloudException) {
      Thread.interrupted();
    }
    return cancelled;
  }

  private RuntimeException stopped(Checkpoints checkpoints, RejectedExecutionException cause) {
    pool.close();
    checkpoints.close();
    Throwable reason = fatal.get();
    saveQuietly(checkpoints, cause);
    if (reason instanceof Error error) {
      throw error;
    }
    return reason instanceof RuntimeException runtime ? runtime : cause;
  }

  /** The run fails for another reason already; what cannot be saved is done again next time. */
  private static void saveQuietly(Checkpoints checkpoints, Exception cause) {
    try {
      checkpoints.save();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}
