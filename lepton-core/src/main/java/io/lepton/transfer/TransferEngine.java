package io.lepton.transfer;

import io.lepton.event.LeptonEvent;
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
   * Tells what a run would do, by listing both places; writes nothing.
   *
   * @throws io.lepton.config.InputException when the places cannot be source and target
   * @throws io.lepton.spi.CloudException when a place cannot be listed
   */
  public TransferEstimate estimate(Transfer transfer) {
    return estimate(transfer, action -> {});
  }

  /** The same, telling every object's fate in key order, from the calling thread. */
  public TransferEstimate estimate(Transfer transfer, Consumer<PlannedAction> actions) {
    stores.providerOf(transfer.to());
    throw new UnsupportedOperationException("estimate follows in the next change");
  }

  /**
   * Runs a transfer, or continues it where an earlier run of the same transfer was stopped.
   *
   * <p>Failures of single objects are collected, not thrown. An interrupt stops the run promptly;
   * its journal stays, and the next run continues.
   *
   * @throws io.lepton.config.InputException when nothing can be done as asked: an unknown scheme,
   *     source and target one inside the other, a state folder in use by another run
   * @throws io.lepton.spi.CloudException CANCELLED when the thread was interrupted (its flag stays
   *     set); RESOURCE_EXHAUSTED when the journal's disk is full; DATA_CORRUPTED when the journal
   *     cannot be read
   */
  public TransferResult run(Transfer transfer, Consumer<LeptonEvent> events) {
    stores.providerOf(transfer.to());
    throw new UnsupportedOperationException("run follows in the next change");
  }

  /**
   * Compares what the target holds with what it should hold; writes nothing.
   *
   * @param verdicts told every key's verdict, in no order, from any thread but one at a time
   * @throws io.lepton.config.InputException when a scheme is unknown or the manifest is no manifest
   * @throws io.lepton.spi.CloudException when a place cannot be listed
   */
  public VerifyResult verify(
      VerifyRequest request, Consumer<KeyVerdict> verdicts, Consumer<LeptonEvent> events) {
    stores.providerOf(request.target());
    throw new UnsupportedOperationException("verify follows in the next change");
  }
}
