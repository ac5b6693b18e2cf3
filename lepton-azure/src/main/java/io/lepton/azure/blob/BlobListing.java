package io.lepton.azure.blob;

import io.lepton.azure.blob.BlobErrors.Effect;
import io.lepton.http.HttpHeaders;
import io.lepton.http.HttpResponse;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/**
 * Listings in the order of UTF-8 bytes.
 *
 * <p><b>Order.</b> The service documents "lexicographical" order without saying of what, and its
 * emulator takes UTF-16. The two orders differ only among keys with a common beginning that is
 * followed by a character from U+E000 on in one and by a supplementary character (an emoji, say) in
 * another; all such keys come after every other key with that beginning, in both orders. So these,
 * and only these, are gathered until the last of them has been seen, and then sorted.
 *
 * <p><b>Resuming.</b> The service's markers are opaque, so a page after any key begins with {@code
 * startFrom}; the marker of a page that was just listed saves that. Whatever is returned up to the
 * key asked for is dropped, so a service that does not know {@code startFrom} is only slow.
 *
 * <p><b>Hierarchical accounts</b> list what lies in a folder {@code a} before {@code a-b}, as if
 * the slash were the lowest of all characters (azure-sdk-for-go, issue 24210); their answers tell
 * that they are ones, and are then asked for folder by folder, see {@link FolderWalk}. Thread safe.
 */
final class BlobListing {
  private final BlobHttp http;
  private final Place place;
  private final Map<Resume, String> markers = new Latest<>(64);

  /** Each holds a page for every folder that it is in. */
  private final Map<Resume, FolderWalk> walks = new Latest<>(8);

  private volatile Optional<Boolean> hierarchical = Optional.empty();

  BlobListing(BlobHttp http, Place place) {
    this.http = http;
    this.place = place;
  }

  /** As many as were used last. */
  private static final class Latest<V> extends LinkedHashMap<Resume, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    Latest(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Resume, V> eldest) {
      return size() > most;
    }
  }

  /** Where a marker leads: to what follows a key among those with a prefix. */
  private record Resume(String prefix, String after) {}

  ListPage list(ListRequest request) {
    int most = Math.min(request.maxObjects(), AzureBlobStorage.LIMITS.maxListPage());
    if (request.startAfter().isPresent() && hierarchical.isEmpty()) {
      // What a hierarchical account lists after a key may be nothing, and tell nothing.
      fetch("list", "", "", "", 1);
    }
    return toldHierarchical() ? walked(request, most) : flat(request, most);
  }

  /** Whether answers told so; those that list nothing tell nothing. */
  private boolean toldHierarchical() {
    return hierarchical.orElse(false);
  }

  /**
   * Whether the account has a hierarchical namespace, for which it is asked if no listing told so
   * yet; taken for one that has none if it does not answer.
   */
  boolean isHierarchical() {
    if (hierarchical.isEmpty()) {
      BlobRequest ask = http.container("HEAD", "?restype=account&comp=properties");
      try {
        HttpHeaders answer = http.send("list", "", Effect.REPEATABLE, ask);
        hierarchical = Optional.of("true".equals(answer.value("x-ms-is-hns-enabled")));
      } catch (CloudException e) {
        // Not everybody may ask; whoever may write can try.
        if (hierarchical.isEmpty() && e.kind() == ErrorKind.PERMISSION_DENIED) {
          hierarchical = Optional.of(false);
        }
      }
    }
    return toldHierarchical();
  }

  private ListPage walked(ListRequest request, int most) {
    FolderWalk walk;
    synchronized (walks) {
      walk =
          request
              .startAfter()
              .map(after -> walks.remove(new Resume(request.prefix(), after)))
              .orElseGet(() -> new FolderWalk(this::folder, request, most));
    }
    List<DescribedBlob> objects = new ArrayList<>();
    while (objects.size() < most && walk.peek().isPresent()) {
      objects.add(walk.peek().get());
      walk.advance();
    }
    if (walk.peek().isEmpty()) {
      return page(objects, Optional.empty());
    }
    String last = objects.get(objects.size() - 1).info().key();
    synchronized (walks) {
      walks.put(new Resume(request.prefix(), last), walk);
    }
    return page(objects, Optional.of(last));
  }

  private XmlListing.Page folder(String folder, FolderWalk.From from, int most) {
    String start =
        from.marker()
            .map(marker -> "&marker=" + BlobNames.encodeQuery(marker))
            .or(() -> from.key().map(this::startFrom))
            .orElse("");
    return fetch("list", folder, "&delimiter=%2F&include=metadata", start, most);
  }

  private String startFrom(String key) {
    return "&startFrom=" + BlobNames.encodeQuery(place.prefix() + OrderedRun.startOfDoubt(key));
  }

  private ListPage flat(ListRequest request, int most) {
    Pages pages = new Pages(request, most);
    List<DescribedBlob> objects = new ArrayList<>();
    OrderedRun run = new OrderedRun();
    while (objects.size() <= most) {
      Optional<XmlListing.Page> page = pages.next();
      if (toldHierarchical()) {
        return walked(request, most);
      }
      if (page.isEmpty()) {
        addLater(request, run.end(), objects);
        break;
      }
      for (DescribedBlob blob : page.get().blobs()) {
        addLater(request, run.next(blob), objects);
      }
      if (objects.size() == most && !run.waits() && page.get().next().isPresent()) {
        String last = objects.get(most - 1).info().key();
        remember(new Resume(request.prefix(), last), page.get().next().get());
        return page(objects, Optional.of(last));
      }
    }
    if (objects.size() <= most) {
      return page(objects, Optional.empty());
    }
    List<DescribedBlob> first = objects.subList(0, most);
    return page(first, Optional.of(first.get(most - 1).info().key()));
  }

  /** Adds what comes after the key that was asked for. */
  private static void addLater(
      ListRequest request, List<DescribedBlob> blobs, List<DescribedBlob> objects) {
    for (DescribedBlob blob : blobs) {
      if (request.startAfter().isEmpty()
          || ObjectKeys.ORDER.compare(blob.info().key(), request.startAfter().get()) > 0) {
        objects.add(blob);
      }
    }
  }

  private static ListPage page(List<DescribedBlob> blobs, Optional<String> next) {
    List<ObjectInfo> objects = blobs.stream().map(DescribedBlob::withoutHalfMetadata).toList();
    return new ListPage(objects, List.of(), next);
  }

  private void remember(Resume at, String marker) {
    synchronized (markers) {
      markers.put(at, marker);
    }
  }

  private Optional<String> marker(Resume at) {
    synchronized (markers) {
      return Optional.ofNullable(markers.get(at));
    }
  }

  /** Keys with blocks that are not committed, and empty blobs, which look the same. */
  List<String> emptyKeys() {
    List<String> keys = new ArrayList<>();
    String marker = "";
    while (true) {
      XmlListing.Page page =
          fetch("list uploads", "", "&include=uncommittedblobs", "&marker=" + marker, 5000);
      page.blobs().stream()
          .filter(blob -> blob.info().sizeBytes() == 0)
          .forEach(blob -> keys.add(blob.info().key()));
      if (page.next().isEmpty()) {
        return keys;
      }
      marker = BlobNames.encodeQuery(page.next().get());
    }
  }

  private XmlListing.Page fetch(
      String operation, String prefix, String include, String from, int most) {
    String query =
        "?restype=container&comp=list&maxresults="
            + most
            + "&prefix="
            + BlobNames.encodeQuery(place.prefix() + prefix)
            + include
            + from;
    try (HttpResponse response = http.open(operation, prefix, http.container("GET", query));
        InputStream body = response.stream()) {
      XmlListing.Page page = XmlListing.read(body, place.prefix());
      if (page.hierarchical() || (hierarchical.isEmpty() && !page.blobs().isEmpty())) {
        hierarchical = Optional.of(page.hierarchical());
      }
      return page;
    } catch (XMLStreamException | java.io.IOException | RuntimeException e) {
      throw http.errors().unanswered(operation, prefix, Effect.REPEATABLE, e);
    }
  }

  /** The service's pages, one after another. */
  private final class Pages {
    private final ListRequest request;
    private final int most;
    private Optional<String> from;

    Pages(ListRequest request, int most) {
      this.request = request;
      this.most = most;
      from = Optional.of(request.startAfter().map(this::resume).orElse(""));
    }

    private String resume(String after) {
      return marker(new Resume(request.prefix(), after))
          .map(marker -> "&marker=" + BlobNames.encodeQuery(marker))
          .orElseGet(() -> startFrom(after));
    }

    Optional<XmlListing.Page> next() {
      if (from.isEmpty()) {
        return Optional.empty();
      }
      XmlListing.Page page = fetch("list", request.prefix(), "&include=metadata", from.get(), most);
      from = page.next().map(marker -> "&marker=" + BlobNames.encodeQuery(marker));
      return Optional.of(page);
    }
  }
}
