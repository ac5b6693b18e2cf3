package io.lepton.azure.blob;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The name of a staged block: 64 bytes, the most that the service takes, for it demands that all
 * ids of a key are of one length. An id is never used twice, so that no attempt can replace what
 * another one staged.
 *
 * <p>Layout: {@code L1}, kind, 12 bytes of upload, then by kind. A part: number (4), sequence (4),
 * random (8), whether it is empty (1). A header: its index (1), how many there are (1), length (1)
 * and up to 44 bytes of metadata.
 */
final class BlockId {
  static final int UPLOAD_BYTES = 12;
  static final int HEADER_BYTES = 44;
  private static final int LENGTH = 64;
  private static final int START = 3 + UPLOAD_BYTES;

  /** What a block is for. */
  enum Kind {
    /** A part of an upload. */
    PART('p'),
    /** Some of the metadata that an upload was started with; says that the upload exists. */
    HEADER('h'),
    /** Says that the upload was given up. */
    END('e'),
    /** Content of a write in one go, which is no upload. */
    WRITE('w');

    private final byte code;

    Kind(char code) {
      this.code = (byte) code;
    }
  }

  private final byte[] bytes;
  private final Kind kind;

  private BlockId(ByteBuffer id, Kind kind) {
    this(new byte[LENGTH], kind);
    id.clear().get(bytes);
  }

  private BlockId(byte[] bytes, Kind kind) {
    this.bytes = bytes;
    this.kind = kind;
  }

  private static ByteBuffer start(Kind kind, String upload) {
    return ByteBuffer.wrap(new byte[LENGTH])
        .put((byte) 'L')
        .put((byte) '1')
        .put(kind.code)
        .put(HexFormat.of().parseHex(upload));
  }

  static String newUpload() {
    byte[] name = new byte[UPLOAD_BYTES];
    new java.security.SecureRandom().nextBytes(name);
    return HexFormat.of().formatHex(name);
  }

  static boolean isUpload(String id) {
    return id.matches("[0-9a-f]{" + 2 * UPLOAD_BYTES + "}");
  }

  static BlockId part(Kind kind, String upload, int number, int sequence, boolean empty) {
    ByteBuffer id =
        start(kind, upload)
            .putInt(number)
            .putInt(sequence)
            .putLong(ThreadLocalRandom.current().nextLong())
            .put((byte) (empty ? 1 : 0));
    return new BlockId(id, kind);
  }

  static BlockId header(String upload, int index, int count, byte[] piece) {
    ByteBuffer id =
        start(Kind.HEADER, upload)
            .put((byte) index)
            .put((byte) count)
            .put((byte) piece.length)
            .put(piece);
    return new BlockId(id, Kind.HEADER);
  }

  static BlockId end(String upload) {
    return new BlockId(start(Kind.END, upload), Kind.END);
  }

  /** Reads an id; empty when it is none of ours. */
  static Optional<BlockId> parse(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length != LENGTH || bytes[0] != 'L' || bytes[1] != '1') {
      return Optional.empty();
    }
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.code == bytes[2])
        .findFirst()
        .map(kind -> new BlockId(bytes, kind));
  }

  Kind kind() {
    return kind;
  }

  String upload() {
    return HexFormat.of().formatHex(bytes, 3, START);
  }

  int number() {
    return ByteBuffer.wrap(bytes).getInt(START);
  }

  int sequence() {
    return ByteBuffer.wrap(bytes).getInt(START + 4);
  }

  long attempt() {
    return ByteBuffer.wrap(bytes).getLong(START + 8);
  }

  /** Whether the part has no bytes, although its block has one. */
  boolean empty() {
    return bytes[START + 16] == 1;
  }

  int headerIndex() {
    return bytes[START] & 0xff;
  }

  int headerCount() {
    return bytes[START + 1] & 0xff;
  }

  byte[] headerPiece() {
    int length = Math.min(bytes[START + 2] & 0xff, HEADER_BYTES);
    return Arrays.copyOfRange(bytes, START + 3, START + 3 + length);
  }

  /** As the service names it. */
  @Override
  public String toString() {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
