package io.lepton.transfer.crypt;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.ReadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens encrypted objects for reading: from the start in one request, from elsewhere in two, of
 * which the first is saved while the object's envelope is still known. Thread safe.
 */
final class EnvelopeReader {
  private static final int MOST_KEPT = 256;

  private final ObjectStore below;
  private final Keyring keyring;
  private final Map<String, Opened> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Opened> eldest) {
          return size() > MOST_KEPT;
        }
      };

  EnvelopeReader(ObjectStore below, Keyring keyring) {
    this.below = below;
    this.keyring = keyring;
  }

  /** An envelope that was read and proved to belong to its object, and the key it names. */
  private record Opened(Envelope envelope, DataKey key, ObjectInfo cipherInfo) {}

  ObjectReader read(ReadRequest request, PlainInfos infos) {
    ByteRange range = request.range();
    if (range.offset() < Chunks.PLAIN_BYTES) {
      return readFromStart(request, infos);
    }
    Opened opened = opened(request);
    long plain = opened.envelope().plainBytes();
    if (range.offset() >= plain) {
      throw beyondTheEnd(request, plain);
    }
    long first = range.offset() / Chunks.PLAIN_BYTES;
    ByteRange cipherRange =
        new ByteRange(
            Envelope.SIZE_BYTES + first * Chunks.CIPHER_BYTES, cipherLength(range, first, plain));
    ObjectReader reader =
        below.read(
            new ReadRequest(
                request.key(), cipherRange, Optional.of(opened.cipherInfo().version())));
    return decrypting(reader, opened, request, infos, plain);
  }

  private ObjectReader readFromStart(ReadRequest request, PlainInfos infos) {
    ByteRange range = request.range();
    ByteRange cipherRange =
        range.isAll()
            ? ByteRange.all()
            : new ByteRange(0, Envelope.SIZE_BYTES + cipherLength(range, 0, Long.MAX_VALUE / 2));
    ObjectReader reader =
        below.read(new ReadRequest(request.key(), cipherRange, request.version()));
    try {
      Opened opened = open(reader);
      long plain = opened.envelope().plainBytes();
      if (!range.isAll() && range.offset() >= plain) {
        throw beyondTheEnd(request, plain);
      }
      return decrypting(reader, opened, request, infos, plain);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** Cipher bytes from chunk {@code first} to the last one that the range touches. */
  private static long cipherLength(ByteRange range, long first, long plain) {
    long end = Math.min(plain, range.offset() + Math.min(range.lengthBytes(), plain));
    long chunks = (end + Chunks.PLAIN_BYTES - 1) / Chunks.PLAIN_BYTES - first;
    return Math.max(1, Math.min(chunks, Long.MAX_VALUE / 2 / Chunks.CIPHER_BYTES))
        * Chunks.CIPHER_BYTES;
  }

  private ObjectReader decrypting(
      ObjectReader reader, Opened opened, ReadRequest request, PlainInfos infos, long plain) {
    long offset = request.range().offset();
    return new DecryptingReader(
        reader,
        infos.plain(reader.info()),
        place(request.key()),
        new ChunkCipher(opened.key(), opened.envelope()),
        offset,
        Math.min(request.range().lengthBytes(), plain - offset));
  }

  private Opened opened(ReadRequest request) {
    @Nullable Opened known =
        request.version().isEmpty() ? null : kept(request.key(), request.version().get());
    if (known != null) {
      return known;
    }
    try (ObjectReader head =
        below.read(
            new ReadRequest(
                request.key(), new ByteRange(0, Envelope.SIZE_BYTES), request.version()))) {
      return open(head);
    }
  }

  /** Reads the envelope from a reader that stands before it. */
  private Opened open(ObjectReader reader) {
    ObjectInfo info = reader.info();
    @Nullable Opened known = kept(info.key(), info.version());
    ByteBuffer bytes = ByteBuffer.allocate(Envelope.SIZE_BYTES);
    String place = place(info.key());
    try {
      while (bytes.hasRemaining() && reader.read(bytes) >= 0) {
        // Until the envelope is whole or the object ends.
      }
    } catch (IOException e) {
      throw CloudException.of(ErrorKind.UNKNOWN)
          .operation("read")
          .location(place)
          .retryable()
          .cause(e)
          .message(String.valueOf(e.getMessage()));
    }
    if (known != null) {
      return known;
    }
    Envelope envelope = bytes.hasRemaining() ? null : Envelope.parse(bytes.flip());
    if (envelope == null) {
      throw refused(
          place,
          Envelope.isOfOtherVersion(bytes.rewind())
              ? "this object was encrypted in another version of the format; decrypt it with the"
                  + " Lepton that wrote it, or copy it again from its source"
              : "this object was not encrypted by Lepton, or its head was altered");
    }
    DataKey key = keyring.unwrap(envelope.wrappedKey(), place);
    if (!envelope.wasWrittenUnder(below.place().prefix() + info.key())) {
      throw refused(
          place,
          "this encrypted object was written under another name; it was moved or swapped with"
              + " another one. Move it back, or copy it again from its source");
    }
    long expected = EncryptedObjects.sizeBytes(envelope.plainBytes());
    if (info.sizeBytes() != expected) {
      throw refused(
          place,
          "the encrypted object has "
              + info.sizeBytes()
              + " bytes where its head promises "
              + expected
              + ": it was truncated or added to");
    }
    Opened opened = new Opened(envelope, key, info);
    synchronized (kept) {
      kept.put(name(info.key(), info.version()), opened);
    }
    return opened;
  }

  private @Nullable Opened kept(String key, String version) {
    synchronized (kept) {
      return kept.get(name(key, version));
    }
  }

  private static String name(String key, String version) {
    return version + "\n" + key;
  }

  private String place(String key) {
    return below.place() + key;
  }

  private static CloudException refused(String place, String why) {
    return CloudException.of(ErrorKind.DATA_CORRUPTED)
        .operation("decrypt")
        .location(place)
        .message(why);
  }

  private CloudException beyondTheEnd(ReadRequest request, long plain) {
    return CloudException.of(ErrorKind.INVALID_ARGUMENT)
        .operation("read")
        .location(place(request.key()))
        .message(
            "the range starts at " + request.range().offset() + ", beyond its " + plain + " bytes");
  }
}
