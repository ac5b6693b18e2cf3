package io.lepton.transfer.crypt;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.DigestedContent;
import io.lepton.spi.storage.ObjectContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Plain content, or a part of it that begins at a whole chunk, as cipher text. Each opening
 * encrypts anew, with other random salts. The digests are those of the last opening. One opening at
 * a time.
 */
final class EncryptingContent implements DigestedContent {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final String location;
  private final ObjectContent plain;
  private final DataKey dataKey;
  private final Envelope envelope;
  private final long firstChunk;
  private final OptionalLong expectedCrc32c;
  private final long sizeBytes;
  private CRC32C plainCrc = new CRC32C();
  private CRC32C cipherCrc = new CRC32C();
  private long passed;

  /**
   * Content from chunk {@code firstChunk} on; with the envelope before it when that is the first.
   *
   * @param location of the object, for errors
   * @param expectedCrc32c of the plain bytes, where it is known: others are never given out whole
   */
  EncryptingContent(
      String location,
      ObjectContent plain,
      DataKey dataKey,
      Envelope envelope,
      long firstChunk,
      OptionalLong expectedCrc32c) {
    this.location = location;
    this.plain = plain;
    this.dataKey = dataKey;
    this.envelope = envelope;
    this.firstChunk = firstChunk;
    this.expectedCrc32c = expectedCrc32c;
    this.sizeBytes =
        Chunks.cipherBytes(plain.sizeBytes()) + (firstChunk == 0 ? Envelope.SIZE_BYTES : 0);
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public ReadableByteChannel open() throws IOException {
    plainCrc = new CRC32C();
    cipherCrc = new CRC32C();
    passed = 0;
    if (plain.sizeBytes() > Chunks.PLAIN_BYTES) {
      PlatformCipher.warm();
    }
    return new Encrypting(plain.open());
  }

  /** CRC32C of the plain bytes; empty when they were not all asked for. */
  OptionalLong plainCrc32c() {
    return passed == sizeBytes ? readCrc32c() : OptionalLong.empty();
  }

  /** The same once they were all read. */
  private OptionalLong readCrc32c() {
    return plain instanceof DigestedContent digested
        ? digested.wholeCrc32c()
        : OptionalLong.of(plainCrc.getValue());
  }

  /** CRC32C of the cipher text; empty when it was not all asked for. */
  @Override
  public OptionalLong wholeCrc32c() {
    return passed == sizeBytes ? OptionalLong.of(cipherCrc.getValue()) : OptionalLong.empty();
  }

  private final class Encrypting implements ReadableByteChannel {
    private final ReadableByteChannel source;
    private final ChunkCipher cipher = new ChunkCipher(dataKey, envelope);
    private final SegmentBuffers buffers = SegmentBuffers.of(plain.sizeBytes());
    private ByteBuffer cipherText = buffers.cipher().limit(0);
    private final long chunks = Chunks.count(plain.sizeBytes());
    private long next;
    private ChunkCipher.@Nullable Writing chunk;

    Encrypting(ReadableByteChannel source) {
      this.source = source;
      buffers.plain().limit(0);
      if (firstChunk == 0) {
        cipherText.clear().put(envelope.bytes()).flip();
        cipherCrc.update(cipherText.duplicate());
      }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int start = target.position();
      if (!cipherText.hasRemaining()) {
        if (next == chunks) {
          return target.hasRemaining() ? -1 : 0;
        }
        if (target.isDirect() == buffers.cipher().isDirect()) {
          while (next < chunks && target.remaining() >= begun().cipherBytes()) {
            encryptNext(begun(), target);
          }
        }
        if (target.position() == start) {
          cipherText = NONE; // Until the room holds what may be given out.
          encryptNext(begun(), buffers.cipher().clear());
          cipherText = buffers.cipher().flip();
        }
      }
      int count = Math.min(cipherText.remaining(), target.remaining());
      target.put(cipherText.slice(cipherText.position(), count));
      cipherText.position(cipherText.position() + count);
      passed += target.position() - start;
      if (next == chunks && !cipherText.hasRemaining()) {
        cipherText = NONE;
        buffers.giveBack();
        cipher.giveBack();
      }
      return target.position() - start;
    }

    private ChunkCipher.Writing begun() {
      if (chunk == null) {
        chunk = cipher.writing(firstChunk + next, Chunks.plainBytes(plain.sizeBytes(), next));
      }
      return chunk;
    }

    private void encryptNext(ChunkCipher.Writing begun, ByteBuffer into) throws IOException {
      ByteBuffer segment =
          SegmentBuffers.next(
              buffers.plain(),
              begun.plainBytes(),
              begun.plainBytes(SegmentBuffers.SEGMENTS),
              this::fill);
      if (!(plain instanceof DigestedContent)) {
        plainCrc.update(segment.duplicate());
      }
      int start = into.position();
      begun.encrypt(segment, into);
      cipherCrc.update(into.duplicate().flip().position(start));
      if (begun.isDone()) {
        chunk = null;
        next++;
      }
      if (next == chunks) {
        checkWhole();
      }
    }

    /** Before the last bytes are given out. */
    private void checkWhole() throws IOException {
      if (source.read(ByteBuffer.allocate(1)) >= 0) {
        throw wrongSize("goes on after");
      }
      OptionalLong read = readCrc32c();
      if (expectedCrc32c.isPresent() && !expectedCrc32c.equals(read)) {
        throw CloudException.of(ErrorKind.DATA_CORRUPTED)
            .operation("put")
            .location(location)
            .retryableUntilConfirmed()
            .message(
                "the content has "
                    + Checksum.crc32c(read.orElseThrow())
                    + ", not "
                    + Checksum.crc32c(expectedCrc32c.getAsLong())
                    + " as was told");
      }
    }

    private void fill(ByteBuffer segments) throws IOException {
      while (segments.hasRemaining()) {
        if (source.read(segments) < 0) {
          throw wrongSize("ends before");
        }
      }
    }

    private CloudException wrongSize(String how) {
      return CloudException.of(ErrorKind.DATA_CORRUPTED)
          .operation("encrypt")
          .location(location)
          .retryable()
          .message("the content " + how + " its announced " + plain.sizeBytes() + " bytes");
    }

    @Override
    public boolean isOpen() {
      return source.isOpen();
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
