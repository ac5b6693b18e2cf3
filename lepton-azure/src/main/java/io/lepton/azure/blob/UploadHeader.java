package io.lepton.azure.blob;

import io.lepton.spi.storage.ObjectMetadata;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The metadata of an upload, cut into pieces that fit into block ids. The service takes metadata
 * only at the commit, and shows of an uncommitted block nothing but its id and size.
 */
final class UploadHeader {
  private static final int MOST_PIECES = 255;

  private UploadHeader() {}

  /** The ids of the blocks that say that {@code upload} exists, at least one. */
  static List<BlockId> blocks(String upload, ObjectMetadata metadata) {
    byte[] packed = metadata.isEmpty() ? new byte[0] : pack(metadata);
    int count = Math.max(1, (packed.length + BlockId.HEADER_BYTES - 1) / BlockId.HEADER_BYTES);
    if (count > MOST_PIECES) {
      throw new IllegalArgumentException("metadata of " + packed.length + " bytes when packed");
    }
    List<BlockId> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = i * BlockId.HEADER_BYTES;
      int to = Math.min(packed.length, from + BlockId.HEADER_BYTES);
      blocks.add(BlockId.header(upload, i, count, Arrays.copyOfRange(packed, from, to)));
    }
    return blocks;
  }

  /** Joins the pieces again, which lie in order. */
  static ObjectMetadata join(List<byte[]> pieces) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    pieces.forEach(packed::writeBytes);
    return packed.size() == 0 ? ObjectMetadata.none() : unpack(packed.toByteArray());
  }

  private static byte[] pack(ObjectMetadata metadata) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(packed, deflater))) {
      for (Map<String, String> map :
          List.of(metadata.headers(), metadata.user(), metadata.tags())) {
        out.writeShort(map.size());
        for (Map.Entry<String, String> entry : map.entrySet()) {
          out.writeUTF(entry.getKey());
          out.writeUTF(entry.getValue());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }

  private static ObjectMetadata unpack(byte[] packed) {
    Inflater inflater = new Inflater(true);
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed), inflater))) {
      return new ObjectMetadata(map(in), map(in), map(in));
    } catch (IOException e) {
      throw new UncheckedIOException("the metadata of the upload cannot be read", e);
    } finally {
      inflater.end();
    }
  }

  private static Map<String, String> map(DataInputStream in) throws IOException {
    Map<String, String> map = new TreeMap<>();
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      map.put(in.readUTF(), in.readUTF());
    }
    return map;
  }
}
