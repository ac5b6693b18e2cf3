package io.lepton.local.storage;

import io.lepton.spi.storage.ObjectMetadata;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metadata as bytes: a format number, then three maps, each a count and that many pairs of texts,
 * each text a length in bytes and UTF-8. Numbers are big-endian, four bytes.
 */
final class MetadataCodec {
  private static final int FORMAT = 1;

  private MetadataCodec() {}

  static ByteBuffer encode(ObjectMetadata metadata) {
    List<byte[]> texts = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    int size = 4;
    for (Map<String, String> map : List.of(metadata.headers(), metadata.user(), metadata.tags())) {
      counts.add(map.size());
      size += 4;
      for (Map.Entry<String, String> entry : map.entrySet()) {
        for (String text : List.of(entry.getKey(), entry.getValue())) {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          texts.add(bytes);
          size += 4 + bytes.length;
        }
      }
    }
    ByteBuffer encoded = ByteBuffer.allocate(size).putInt(FORMAT);
    int next = 0;
    for (int count : counts) {
      encoded.putInt(count);
      for (int i = 0; i < 2 * count; i++) {
        byte[] text = texts.get(next++);
        encoded.putInt(text.length).put(text);
      }
    }
    return encoded.flip();
  }

  static ObjectMetadata decode(ByteBuffer encoded) throws IOException {
    try {
      int format = encoded.getInt();
      if (format != FORMAT) {
        throw new IOException("metadata has format " + format + ", not " + FORMAT);
      }
      return new ObjectMetadata(map(encoded), map(encoded), map(encoded));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("metadata beside the object is damaged", e);
    }
  }

  private static Map<String, String> map(ByteBuffer encoded) {
    Map<String, String> map = new TreeMap<>();
    for (int left = encoded.getInt(); left > 0; left--) {
      map.put(text(encoded), text(encoded));
    }
    return map;
  }

  private static String text(ByteBuffer encoded) {
    int length = encoded.getInt();
    if (length < 0 || length > encoded.remaining()) {
      throw new IllegalArgumentException("a text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    encoded.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
