package io.lepton.transfer;

import io.lepton.event.LeptonEvent;
import io.lepton.spi.CloudException;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.transfer.journal.TransferJournal;
import io.lepton.transfer.pace.Requests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Runs transfers. Holds no state of its own, so one engine may run any number of transfers at once;
 * threads and buffers live as long as the run that needs them.
 */
public final class TransferEngine {
  private final ObjectStores stores;

  /** Opens places through {@code stores}, which the caller closes after the last run. */
  public TransferEngine(ObjectStores stores) {
    this.stores = stores;
  }

  /**
   * Tells what a run would do, by listing both places and by what earlier runs of the same transfer
   * noted; writes nothing.
   *
   * @throws io.lepton.config.InputException when the places cannot be source and target, the state
   *     folder is another transfer's, or plain objects would come to where Lepton encrypted
   * @throws CloudException when a place cannot be listed; CANCELLED when interrupted
   */
  public TransferEstimate estimate(Transfer transfer) {
    return estimate(transfer, action -> {});
  }

  /** The same, telling every object's fate in key order, from the calling thread. */
  public TransferEstimate estimate(Transfer transfer, Consumer<PlannedAction> actions) {
    check(transfer);
    try (Side source = Side.open(stores, transfer.from(), transfer.decryptWith());
        Side target = Side.open(stores, transfer.to(), transfer.encryptWith());
        TransferJournal journal = lookAtJournal(transfer)) {
      return new EstimateRun(transfer, source, target, journal, actions).run();
    } catch (InterruptedException e) {
      throw Requests.cancelled(e);
    }
  }

  /**
   * Runs a transfer, or continues it where an earlier run of the same transfer was stopped.
   *
   * <p>Failures of single objects are collected, not thrown. An interrupt stops the run promptly;
   * its journal stays, and the next run continues.
   *
   * @throws io.lepton.config.InputException when nothing can be done as asked: an unknown scheme,
   *     source and target one inside the other, a state folder in use by another run, plain objects
   *     that would come to where Lepton encrypted
   * @throws CloudException CANCELLED when the thread was interrupted (its flag stays set);
   *     RESOURCE_EXHAUSTED when the journal's disk is full; DATA_CORRUPTED when the journal cannot
   *     be read
   */
  public TransferResult run(Transfer transfer, Consumer<LeptonEvent> events) {
    long start = System.nanoTime();
    check(transfer);
    try (Side source = Side.open(stores, transfer.from(), transfer.decryptWith());
        Side target = Side.open(stores, transfer.to(), transfer.encryptWith());
        TransferJournal journal = openJournal(transfer)) {
      return new TransferAttempt(transfer, source, target, journal, events, start).run();
    }
  }

  /**
   * Compares what the target holds with what it should hold; writes nothing.
   *
   * @param verdicts told every key's verdict, in no order, from any thread but one at a time
   * @throws io.lepton.config.InputException when a scheme is unknown, a folder is not there that
   *     should hold something, or the manifest is no manifest
   * @throws CloudException when a place cannot be listed; CANCELLED when interrupted
   */
  public VerifyResult verify(
      VerifyRequest request, Consumer<KeyVerdict> verdicts, Consumer<LeptonEvent> events) {
    return verify(request, VerifyRun.Absent.WRONG, verdicts, events);
  }

  /** The same in the middle of a longer work, where a folder that is not there is an empty one. */
  public VerifyResult compare(
      VerifyRequest request, Consumer<KeyVerdict> verdicts, Consumer<LeptonEvent> events) {
    return verify(request, VerifyRun.Absent.EMPTY, verdicts, events);
  }

  private VerifyResult verify(
      VerifyRequest request,
      VerifyRun.Absent absent,
      Consumer<KeyVerdict> verdicts,
      Consumer<LeptonEvent> events) {
    try (Side target = Side.open(stores, request.target(), request.targetKeys());
        VerifyRun run = new VerifyRun(request, absent, target, stores, verdicts, events)) {
      return run.run();
    } catch (InterruptedException e) {
      throw Requests.cancelled(e);
    }
  }

  /**
   * Refuses what {@link #run} would refuse of a transfer's places; opens and writes nothing.
   *
   * @throws io.lepton.config.InputException when source, target and state folder are not apart, or
   *     the source is a folder that is not there
   */
  public void check(Transfer transfer) {
    PlaceChecks.check(transfer, stateFolder(transfer));
  }

  /** Where the journal of {@code transfer} is kept: named there, or made from what it moves. */
  public Path stateFolder(Transfer transfer) {
    return transfer
        .state()
        .orElseGet(
            () ->
                stores
                    .config()
                    .home()
                    .resolve("transfer")
                    .resolve(shortDigest(TransferTraits.of(transfer).toString())));
  }

  private TransferJournal openJournal(Transfer transfer) {
    return switch (transfer.mode()) {
      case APPLY -> TransferJournal.open(stateFolder(transfer), TransferTraits.of(transfer));
      case DRY_RUN -> lookAtJournal(transfer);
    };
  }

  private TransferJournal lookAtJournal(Transfer transfer) {
    return TransferJournal.look(stateFolder(transfer), TransferTraits.of(transfer));
  }

  private static String shortDigest(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    return ContentDigest.of(ChecksumAlgorithm.SHA256, bytes).hex().substring(0, 32);
  }
}
