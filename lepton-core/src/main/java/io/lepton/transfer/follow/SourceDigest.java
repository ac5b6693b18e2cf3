package io.lepton.transfer.follow;

import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.listing.ListingCursor;
import io.lepton.transfer.pace.ConcurrencyGate;
import io.lepton.transfer.pace.Requests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** One digest over keys, sizes and versions of a place: equal as long as nobody writes there. */
final class SourceDigest {

  private SourceDigest() {}

  static String of(ObjectStores stores, Transfer transfer) throws InterruptedException {
    Requests requests =
        new Requests(
            new ConcurrencyGate(2),
            transfer.retries().attempts(),
            transfer.retries().firstDelay(),
            transfer.retries().longestDelay());
    ContentDigest digest = ContentDigest.of(ChecksumAlgorithm.SHA256);
    try (ObjectStore store = stores.open(transfer.from())) {
      Function<ListRequest, ListPage> lister = page -> requests.call(() -> store.list(page));
      ListingCursor cursor = new ListingCursor(store.place(), lister, Runnable::run, skipped -> {});
      for (Optional<ObjectInfo> at = cursor.peek(); at.isPresent(); at = cursor.peek()) {
        ObjectInfo object = at.get();
        String line = object.key() + "\0" + object.sizeBytes() + "\0" + object.version() + "\0";
        digest.update(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        cursor.advance();
      }
    }
    return digest.checksum().hex();
  }
}
