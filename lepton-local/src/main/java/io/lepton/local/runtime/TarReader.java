package io.lepton.local.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tar formats that image tools write: ustar and pax (POSIX.1-2001, "pax Interchange
 * Format") and GNU long names and base-256 sizes. Not thread safe.
 */
final class TarReader {
  private static final int BLOCK = 512;
  private static final int LONGEST_NAME_RECORD = 1 << 20;

  private final InputStream in;
  private long position;
  private long contentLeft;
  private long padding;

  TarReader(InputStream in) {
    this.in = in;
  }

  /** The next entry; null after the last one. What was left of the content before is skipped. */
  @Nullable TarEntry next() throws IOException {
    Map<String, String> pax = new HashMap<>();
    while (true) {
      skip(contentLeft + padding);
      contentLeft = 0;
      padding = 0;
      byte[] header = in.readNBytes(BLOCK);
      position += header.length;
      if (header.length == 0 || isZero(header)) {
        return null;
      }
      if (header.length < BLOCK) {
        throw new EOFException("the archive ends inside a header");
      }
      requireChecksum(header);
      char type = header[156] == 0 ? '0' : (char) header[156];
      long size = number(header, 124, 12);
      open(size);
      switch (type) {
        case 'x' -> readPax(content(size), pax);
        case 'g' -> content(size);
        case 'L' -> pax.put("path", zeroEnded(content(size)));
        case 'K' -> pax.put("linkpath", zeroEnded(content(size)));
        case 'S' -> throw new IOException("sparse GNU entries are not supported");
        default -> {
          return entry(header, type, size, pax);
        }
      }
    }
  }

  private TarEntry entry(byte[] header, char type, long headerSize, Map<String, String> pax)
      throws IOException {
    long size = headerSize;
    if (pax.containsKey("size")) {
      size = Long.parseLong(pax.getOrDefault("size", "0"));
    }
    if (type != '0' && type != '7') {
      size = 0;
    }
    open(size);
    String name = text(header, 0, 100);
    boolean ustar = text(header, 257, 5).equals("ustar") && header[262] == 0;
    String prefix = ustar ? text(header, 345, 155) : "";
    return new TarEntry(
        pax.getOrDefault("path", prefix.isEmpty() ? name : prefix + "/" + name),
        type,
        (int) number(header, 100, 8) & 0777,
        pax.getOrDefault("linkpath", text(header, 157, 100)),
        size,
        position);
  }

  private void open(long size) throws IOException {
    if (size < 0) {
      throw new IOException("an entry has the size " + size);
    }
    contentLeft = size;
    padding = (BLOCK - size % BLOCK) % BLOCK;
  }

  /** Reads content of the entry at hand; -1 at its end. */
  int read(byte[] buffer) throws IOException {
    if (contentLeft == 0) {
      return -1;
    }
    int read = in.read(buffer, 0, (int) Math.min(buffer.length, contentLeft));
    if (read < 0) {
      throw new EOFException("the archive ends inside an entry");
    }
    contentLeft -= read;
    position += read;
    return read;
  }

  private byte[] content(long size) throws IOException {
    if (size > LONGEST_NAME_RECORD) {
      throw new IOException("a name record of " + size + " bytes is too long");
    }
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size) {
      throw new EOFException("the archive ends inside a name record");
    }
    position += size;
    contentLeft = 0;
    return bytes;
  }

  private static void readPax(byte[] records, Map<String, String> pax) throws IOException {
    int at = 0;
    while (at < records.length) {
      int space = at;
      while (space < records.length && records[space] != ' ') {
        space++;
      }
      int length;
      try {
        length = Integer.parseInt(new String(records, at, space - at, StandardCharsets.US_ASCII));
      } catch (NumberFormatException e) {
        throw new IOException("a pax record has no length", e);
      }
      if (length <= space - at + 1 || at + length > records.length) {
        throw new IOException("a pax record has the length " + length);
      }
      String record =
          new String(records, space + 1, at + length - space - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals < 0) {
        throw new IOException("a pax record has no value");
      }
      pax.put(record.substring(0, equals), record.substring(equals + 1));
      at += length;
    }
  }

  private void skip(long bytes) throws IOException {
    in.skipNBytes(bytes);
    position += bytes;
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static void requireChecksum(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (sum != number(header, 148, 8)) {
      throw new IOException("this is no tar archive, or it is damaged: a header's sum is wrong");
    }
  }

  private static long number(byte[] header, int from, int length) throws IOException {
    if ((header[from] & 0x80) != 0) {
      long value = header[from] & 0x3f;
      for (int i = from + 1; i < from + length; i++) {
        value = Math.addExact(Math.multiplyExact(value, 256L), header[i] & 0xffL);
      }
      return value;
    }
    String digits = text(header, from, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("this is no tar archive, or it is damaged: no number", e);
    }
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static String zeroEnded(byte[] bytes) {
    return text(bytes, 0, bytes.length);
  }
}
