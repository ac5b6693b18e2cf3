package io.lepton.transfer.listing;

import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import java.util.Optional;

/** Both sides of a transfer in key order, each key once. Used by one thread. */
public final class MergedListing {
  private final Side source;
  private final Side target;

  /** Merges two sides that are in key order. */
  public MergedListing(Side source, Side target) {
    this.source = source;
    this.target = target;
  }

  /**
   * The next key; empty when both sides have ended.
   *
   * @throws io.lepton.spi.CloudException when a side cannot be listed
   * @throws InterruptedException when interrupted while a page is awaited
   */
  public Optional<KeyPair> next() throws InterruptedException {
    Optional<ObjectInfo> left = source.peek();
    Optional<ObjectInfo> right = target.peek();
    if (left.isEmpty() && right.isEmpty()) {
      return Optional.empty();
    }
    int order =
        left.isEmpty()
            ? 1
            : right.isEmpty() ? -1 : ObjectKeys.ORDER.compare(left.get().key(), right.get().key());
    Optional<ObjectInfo> fromSource = order <= 0 ? left : Optional.empty();
    Optional<ObjectInfo> fromTarget = order >= 0 ? right : Optional.empty();
    if (order <= 0) {
      source.advance();
    }
    if (order >= 0) {
      target.advance();
    }
    String key = fromSource.or(() -> fromTarget).orElseThrow().key();
    return Optional.of(new KeyPair(key, fromSource, fromTarget));
  }

  /** One side: objects in key order, one at hand. */
  public interface Side {

    /** The object at hand, not consumed; empty at the end. */
    Optional<ObjectInfo> peek() throws InterruptedException;

    /** Consumes the object at hand. */
    void advance();
  }
}
