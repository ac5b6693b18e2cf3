package io.lepton.transfer;

import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.listing.ListingCursor;
import io.lepton.transfer.listing.MergedListing;
import io.lepton.transfer.pace.Requests;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The listings of two sides, each fetched one page ahead by a thread of its own. */
final class MergedSides implements AutoCloseable {
  private final ExecutorService fetchers =
      Executors.newFixedThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "transfer-listing");
            thread.setDaemon(true);
            return thread;
          });
  private final Requests requests;
  private final Outcomes outcomes;

  MergedSides(Requests requests, Outcomes outcomes) {
    this.requests = requests;
    this.outcomes = outcomes;
  }

  /** Both sides in key order. */
  MergedListing merge(Side source, Side target) {
    return new MergedListing(cursor(source), cursor(target));
  }

  /** One side; what is no object there is warned of. */
  ListingCursor cursor(Side side) {
    return new ListingCursor(
        side.place(),
        request -> list(side, request),
        fetchers,
        skipped ->
            outcomes.warn(
                "passed over at " + side.place() + ", " + skipped.reason(), skipped.name()));
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
