package io.lepton.transfer;

import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.listing.KeyRange;
import io.lepton.transfer.listing.ListingCursor;
import io.lepton.transfer.listing.MergedListing;
import io.lepton.transfer.listing.RangedListing;
import io.lepton.transfer.pace.Requests;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The listings of two sides, each fetched one page ahead, or where an earlier run left marks,
 * several ranges at once.
 */
final class MergedSides implements AutoCloseable {
  /** Ranges of one side at once. Each holds a page, so this bounds the memory too. */
  private static final int RANGES_AHEAD = 8;

  private final ExecutorService fetchers =
      Executors.newFixedThreadPool(
          2 * RANGES_AHEAD,
          task -> {
            Thread thread = new Thread(task, "transfer-listing");
            thread.setDaemon(true);
            return thread;
          });
  private final Requests requests;
  private final Outcomes outcomes;
  private final TransferFilter.Test filter;

  /** {@code filter} says what of that which is no object nobody wants to hear of. */
  MergedSides(Requests requests, Outcomes outcomes, TransferFilter.Test filter) {
    this.requests = requests;
    this.outcomes = outcomes;
    this.filter = filter;
  }

  /** One side, listed from end to end; what is no object there is warned of. */
  ListingCursor cursor(Side side) {
    return cursor(side, KeyRange.everything());
  }

  /** One side, listed in the ranges between {@code marks} where that is quicker. */
  MergedListing.Side ranged(Side side, List<String> marks) {
    // A folder is walked by one disk, and its walk is kept from page to page.
    return side.isFolder() || marks.isEmpty()
        ? cursor(side)
        : new RangedListing(marks, range -> cursor(side, range), RANGES_AHEAD);
  }

  private ListingCursor cursor(Side side, KeyRange range) {
    return new ListingCursor(
        side.place(),
        request -> list(side, request),
        fetchers,
        skipped -> passedOver(side, skipped),
        range);
  }

  private void passedOver(Side side, ListPage.Skipped skipped) {
    if (!filter.excludes(skipped)) {
      outcomes.passedOver(side.place(), skipped);
    }
  }

  private ListPage list(Side side, ListRequest request) {
    return requests.call(() -> side.store().list(request));
  }

  /** The objects of one side that {@code test} passes, for a merge. */
  static MergedListing.Side filtered(MergedListing.Side side, TransferFilter.Test test) {
    return new MergedListing.Side() {
      @Override
      public Optional<ObjectInfo> peek() throws InterruptedException {
        Optional<ObjectInfo> head = side.peek();
        while (head.isPresent() && !test.passesListed(head.get())) {
          side.advance();
          head = side.peek();
        }
        return head;
      }

      @Override
      public void advance() {
        side.advance();
      }
    };
  }

  @Override
  public void close() {
    fetchers.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      // A page on its way is abandoned; its store is closed only after it has let go.
      if (!fetchers.awaitTermination(30, TimeUnit.SECONDS)) {
        outcomes.warn("a listing did not stop within 30 seconds");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
