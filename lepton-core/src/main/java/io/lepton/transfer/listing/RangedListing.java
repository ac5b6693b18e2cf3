package io.lepton.transfer.listing;

import io.lepton.spi.storage.ObjectInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One side's objects in key order, listed in ranges of keys of which several are asked for at once.
 * A single listing of a cloud gives some ten thousand keys a second, however many connections are
 * free. The ranges come from marks that an earlier listing left; they only cut the keys, so it does
 * no harm when the place has changed since. Used by one thread.
 */
public final class RangedListing implements MergedListing.Side {
  private final Iterator<KeyRange> ranges;
  private final Function<KeyRange, ListingCursor> opener;
  private final int ahead;
  private final Deque<ListingCursor> open = new ArrayDeque<>();

  /**
   * Lists the ranges between {@code marks}.
   *
   * @param opener starts the listing of one range
   * @param ahead how many ranges are open at once
   */
  public RangedListing(List<String> marks, Function<KeyRange, ListingCursor> opener, int ahead) {
    this.ranges = KeyRange.cutAt(marks).iterator();
    this.opener = opener;
    this.ahead = ahead;
    openMore();
  }

  private void openMore() {
    while (open.size() < ahead && ranges.hasNext()) {
      open.addLast(opener.apply(ranges.next()));
    }
  }

  @Override
  public Optional<ObjectInfo> peek() throws InterruptedException {
    while (!open.isEmpty()) {
      Optional<ObjectInfo> head = open.getFirst().peek();
      if (head.isPresent()) {
        return head;
      }
      open.removeFirst();
      openMore();
    }
    return Optional.empty();
  }

  @Override
  public void advance() {
    if (!open.isEmpty()) {
      open.getFirst().advance();
    }
  }
}
