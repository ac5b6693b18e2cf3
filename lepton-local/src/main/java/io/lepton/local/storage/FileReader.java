package io.lepton.local.storage;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a range of a file and, at its end, looks whether it is still the file of the beginning. */
final class FileReader implements ObjectReader {
  private final ObjectInfo info;
  private final Path path;
  private final FileChannel channel;
  private final FileErrors errors;
  private long left;
  private boolean checked;

  FileReader(ObjectInfo info, Path path, FileChannel channel, long lengthBytes, FileErrors errors) {
    this.info = info;
    this.path = path;
    this.channel = channel;
    this.left = lengthBytes;
    this.errors = errors;
  }

  @Override
  public ObjectInfo info() {
    return info;
  }

  @Override
  public int read(ByteBuffer target) {
    return errors.guardPlace("read", info.key(), () -> readPiece(target));
  }

  private int readPiece(ByteBuffer target) throws IOException {
    if (left == 0) {
      checkUnchanged();
      return target.hasRemaining() ? -1 : 0;
    }
    int limit = target.limit();
    if (target.remaining() > left) {
      target.limit(target.position() + (int) left);
    }
    int count;
    try {
      count = channel.read(target);
    } finally {
      target.limit(limit);
    }
    if (count < 0) {
      checkUnchanged();
      throw errors
          .of(ErrorKind.DATA_CORRUPTED, "read", info.key())
          .message("the file ended " + left + " bytes early; read it again");
    }
    left -= count;
    if (left == 0) {
      // Before the last byte is handed over, so that whoever counts bytes and never asks for the
      // end learns of a change too.
      checkUnchanged();
    }
    return count;
  }

  private void checkUnchanged() throws IOException {
    if (checked) {
      return;
    }
    @Nullable FileState now = FileState.of(path);
    if (now == null || !now.version().equals(info.version())) {
      throw errors.changed("read", info.key());
    }
    checked = true;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw errors.translate("read", info.key(), e);
    }
  }
}
