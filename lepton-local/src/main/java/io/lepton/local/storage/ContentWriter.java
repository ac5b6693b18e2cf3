package io.lepton.local.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.ObjectContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/** Writes announced content to a file and digests what was written. */
final class ContentWriter {
  private final Buffers buffers;
  private final FileErrors errors;

  ContentWriter(Buffers buffers, FileErrors errors) {
    this.buffers = buffers;
    this.errors = errors;
  }

  /**
   * Writes all of {@code content} from {@code position} on.
   *
   * @return its CRC32C
   */
  Checksum write(
      String operation,
      String key,
      ObjectContent content,
      FileChannel file,
      long position,
      Optional<Checksum> expected)
      throws IOException {
    ContentDigest crc = ContentDigest.of(ChecksumAlgorithm.CRC32C);
    Optional<ContentDigest> demanded =
        expected
            .map(Checksum::algorithm)
            .filter(algorithm -> algorithm != ChecksumAlgorithm.CRC32C)
            .map(ContentDigest::of);
    ByteBuffer buffer = buffers.take();
    try (ReadableByteChannel source = open(operation, key, content)) {
      long size = content.sizeBytes();
      long written = 0;
      while (fill(operation, key, source, buffer.clear())) {
        buffer.flip();
        if (written + buffer.remaining() > size) {
          throw errors
              .of(ErrorKind.DATA_CORRUPTED, operation, key)
              .message("the content has more than the announced " + size + " bytes");
        }
        crc.update(buffer.duplicate());
        demanded.ifPresent(digest -> digest.update(buffer.duplicate()));
        while (buffer.hasRemaining()) {
          written += file.write(buffer, position + written);
        }
      }
      if (written < size) {
        throw errors
            .of(ErrorKind.DATA_CORRUPTED, operation, key)
            .message("the content ended after " + written + " of " + size + " announced bytes");
      }
    } finally {
      buffers.giveBack(buffer);
    }
    Checksum checksum = crc.checksum();
    if (expected.isPresent()) {
      Checksum actual = demanded.map(ContentDigest::checksum).orElse(checksum);
      if (!actual.equals(expected.get())) {
        throw errors
            .of(ErrorKind.DATA_CORRUPTED, operation, key)
            .message(
                "the content arrived as " + actual + ", not " + expected.get() + "; send it again");
      }
    }
    return checksum;
  }

  private ReadableByteChannel open(String operation, String key, ObjectContent content) {
    try {
      return content.open();
    } catch (IOException e) {
      throw unreadable(operation, key, e);
    }
  }

  /** Fills the buffer as far as there is content; false at the end when nothing came. */
  private boolean fill(
      String operation, String key, ReadableByteChannel source, ByteBuffer buffer) {
    try {
      while (buffer.hasRemaining()) {
        errors.checkInterrupt(operation, key);
        if (source.read(buffer) < 0) {
          break;
        }
      }
      return buffer.position() > 0;
    } catch (IOException e) {
      throw unreadable(operation, key, e);
    }
  }

  private CloudException unreadable(String operation, String key, IOException error) {
    if (error instanceof ClosedByInterruptException) {
      return errors.translate(operation, key, error);
    }
    return errors
        .of(ErrorKind.UNKNOWN, operation, key)
        .cause(error)
        .message("the content to write could not be read: " + error);
  }
}
