package io.lepton.local.storage;

import io.lepton.spi.Place;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What tests let another process do with a store. */
final class OtherProcess {
  private OtherProcess() {}

  /** First argument what, second the root, third a key. */
  public static void main(String[] arguments) throws Exception {
    try (ObjectStore store =
        new DirectoryStorage("local").open(Place.file(Path.of(arguments[1])))) {
      switch (arguments[0]) {
        case "hang-in-write" -> store.put(PutRequest.of(arguments[2], new Endless()));
        case "list" -> {
          String keys =
              store.list(ListRequest.all()).objects().stream()
                  .map(ObjectInfo::key)
                  .collect(Collectors.joining("\n"));
          System.out.write(keys.getBytes(StandardCharsets.UTF_8));
          System.out.flush();
        }
        case "put" ->
            store.put(PutRequest.of("caf\u00e9/\u6f22", ObjectContent.of("from elsewhere")));
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  /** Says that it is being read, and then never ends. */
  private static final class Endless implements ObjectContent {
    @Override
    public long sizeBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public ReadableByteChannel open() {
      return new ReadableByteChannel() {
        private int left = 2 * Buffers.BYTES;

        @Override
        public int read(ByteBuffer target) {
          if (left <= 0) {
            System.out.println("writing");
            while (true) {
              java.util.concurrent.locks.LockSupport.park();
            }
          }
          int count = target.remaining();
          target.position(target.limit());
          left -= count;
          return count;
        }

        @Override
        public boolean isOpen() {
          return true;
        }

        @Override
        public void close() {}
      };
    }
  }
}
