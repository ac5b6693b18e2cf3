package io.lepton.transfer.listing;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One side's objects in key order, all or those of a range. Holds the page in use and fetches the
 * next one meanwhile. Used by one thread.
 */
public final class ListingCursor implements MergedListing.Side {
  private final Place place;
  private final Function<ListRequest, ListPage> lister;
  private final Executor fetcher;
  private final Consumer<ListPage.Skipped> skipped;
  private Iterator<ObjectInfo> page = List.<ObjectInfo>of().iterator();
  private @Nullable CompletableFuture<ListPage> coming;
  private @Nullable ObjectInfo head;
  private Optional<String> last = Optional.empty();
  private Optional<String> requestedAfter = Optional.empty();
  private final Optional<String> upTo;

  /** Starts at the first object and goes to the last. */
  public ListingCursor(
      Place place,
      Function<ListRequest, ListPage> lister,
      Executor fetcher,
      Consumer<ListPage.Skipped> skipped) {
    this(place, lister, fetcher, skipped, KeyRange.everything());
  }

  /**
   * Starts at the first object of {@code range}; the first page is asked for at once.
   *
   * @param place names the side in errors
   * @param lister lists one page, with retries
   * @param fetcher runs {@code lister} ahead of need
   * @param skipped told what is no object
   */
  public ListingCursor(
      Place place,
      Function<ListRequest, ListPage> lister,
      Executor fetcher,
      Consumer<ListPage.Skipped> skipped,
      KeyRange range) {
    this.place = place;
    this.lister = lister;
    this.fetcher = fetcher;
    this.skipped = skipped;
    this.upTo = range.upTo();
    this.last = range.after();
    fetch(range.after().map(ListRequest.all()::after).orElse(ListRequest.all()));
  }

  /**
   * The object at hand, not consumed; empty only at the true end of the listing.
   *
   * @throws CloudException when the store cannot list, or lists out of order
   * @throws InterruptedException when interrupted while a page is awaited
   */
  @Override
  public Optional<ObjectInfo> peek() throws InterruptedException {
    while (head == null) {
      if (page.hasNext()) {
        ObjectInfo next = page.next();
        if (last.isPresent() && ObjectKeys.ORDER.compare(last.get(), next.key()) >= 0) {
          throw broken("'" + next.key() + "' comes after '" + last.get() + "'");
        }
        if (isBeyond(next.key())) {
          end();
          return Optional.empty();
        }
        last = Optional.of(next.key());
        head = next;
      } else if (coming == null) {
        return Optional.empty();
      } else {
        turnPage(coming);
      }
    }
    return Optional.of(head);
  }

  @Override
  public void advance() {
    head = null;
  }

  /** The last key seen, for messages. */
  public Optional<String> last() {
    return last;
  }

  private void turnPage(CompletableFuture<ListPage> future) throws InterruptedException {
    ListPage arrived = await(future);
    arrived.skipped().forEach(skipped);
    List<ObjectInfo> objects = arrived.objects();
    page = objects.iterator();
    coming = null;
    boolean reachesEnd =
        upTo.isPresent()
            && !objects.isEmpty()
            && ObjectKeys.ORDER.compare(objects.get(objects.size() - 1).key(), upTo.get()) >= 0;
    if (arrived.next().isPresent() && !reachesEnd && !isPast(arrived.next().get())) {
      String next = arrived.next().get();
      if (requestedAfter.isPresent() && ObjectKeys.ORDER.compare(next, requestedAfter.get()) <= 0) {
        throw broken("the page after '" + requestedAfter.get() + "' leads back to '" + next + "'");
      }
      fetch(ListRequest.all().after(next));
    }
  }

  private boolean isBeyond(String key) {
    return upTo.isPresent() && ObjectKeys.ORDER.compare(key, upTo.get()) > 0;
  }

  /** Whether nothing of the range comes after {@code key}. */
  private boolean isPast(String key) {
    return upTo.isPresent() && ObjectKeys.ORDER.compare(key, upTo.get()) >= 0;
  }

  private void end() {
    page = List.<ObjectInfo>of().iterator();
    coming = null;
  }

  private void fetch(ListRequest request) {
    requestedAfter = request.startAfter();
    coming = CompletableFuture.supplyAsync(() -> lister.apply(request), fetcher);
  }

  private static ListPage await(CompletableFuture<ListPage> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("listing failed", e.getCause());
    } catch (CancellationException e) {
      throw new IllegalStateException("listing was cancelled", e);
    }
  }

  private CloudException broken(String what) {
    return CloudException.of(ErrorKind.DATA_CORRUPTED)
        .operation("list")
        .location(place.toString())
        .message(
            "the listing is out of order (" + what + "), so that objects may be missing in it");
  }
}
