package io.lepton.transfer.follow;

import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.Transfer;
import java.util.Optional;

/**
 * Notices that passes copy the same again and again although the source rests, as they do where the
 * target tells other metadata than it was sent: no pass will ever be small. Used by one thread.
 */
final class Standstill {
  /** The first pass over a source at rest may bring what was written during the pass before it. */
  private static final int CERTAIN_REPEATS = 2;

  private final ObjectStores stores;
  private final Transfer transfer;
  private Optional<CutOverRecord.Pass> before = Optional.empty();
  private Optional<String> digest = Optional.empty();
  private int repeats;

  Standstill(ObjectStores stores, Transfer transfer) {
    this.stores = stores;
    this.transfer = transfer;
  }

  /** Whether, after this pass, it is certain; lists the source only when passes look alike. */
  boolean after(CutOverRecord.Pass pass) throws InterruptedException {
    boolean alike =
        before.isPresent()
            && before.get().copied() == pass.copied()
            && before.get().bytes() == pass.bytes();
    before = Optional.of(pass);
    Optional<String> now =
        alike ? Optional.of(SourceDigest.of(stores, transfer)) : Optional.empty();
    repeats = now.isPresent() && now.equals(digest) ? repeats + 1 : 0;
    digest = now;
    return repeats >= CERTAIN_REPEATS;
  }
}
