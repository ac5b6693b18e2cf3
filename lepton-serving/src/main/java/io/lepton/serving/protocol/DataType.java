package io.lepton.serving.protocol;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Element types of tensors, named as the protocol names them. Binary data is little-endian. */
public enum DataType {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP32(4),
  FP64(8),
  /** Texts; in binary form each is preceded by its length in four bytes. */
  BYTES(0);

  private final int sizeBytes;

  DataType(int sizeBytes) {
    this.sizeBytes = sizeBytes;
  }

  /** Bytes of one element in binary form; 0 for {@link #BYTES}, whose elements differ in size. */
  public int sizeBytes() {
    return sizeBytes;
  }

  /** Whether elements are whole numbers. */
  public boolean whole() {
    return switch (this) {
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> true;
      case BOOL, FP32, FP64, BYTES -> false;
    };
  }

  /** The type of that name, if it is one that this server reads. */
  public static Optional<DataType> named(String name) {
    for (DataType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /**
   * Reads the next element; an UINT64 of 2^63 and more comes out as the nearest double.
   *
   * @throws IllegalStateException for {@link #BYTES}
   */
  double read(ByteBuffer littleEndian) {
    return switch (this) {
      case BOOL -> littleEndian.get() == 0 ? 0 : 1;
      case UINT8 -> Byte.toUnsignedInt(littleEndian.get());
      case UINT16 -> Short.toUnsignedInt(littleEndian.getShort());
      case UINT32 -> Integer.toUnsignedLong(littleEndian.getInt());
      case UINT64 -> {
        long bits = littleEndian.getLong();
        yield bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
      }
      case INT8 -> littleEndian.get();
      case INT16 -> littleEndian.getShort();
      case INT32 -> littleEndian.getInt();
      case INT64 -> littleEndian.getLong();
      case FP32 -> littleEndian.getFloat();
      case FP64 -> littleEndian.getDouble();
      case BYTES -> throw new IllegalStateException("BYTES has no numbers");
    };
  }

  /** The least and greatest whole number of a whole type. */
  boolean holds(double value) {
    return switch (this) {
      case UINT8 -> value >= 0 && value <= 255;
      case UINT16 -> value >= 0 && value <= 65_535;
      case UINT32 -> value >= 0 && value <= 4_294_967_295.0;
      case UINT64 -> value >= 0 && value < 0x1p64;
      case INT8 -> value >= -128 && value <= 127;
      case INT16 -> value >= -32_768 && value <= 32_767;
      case INT32 -> value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE;
      case INT64 -> value >= -0x1p63 && value < 0x1p63;
      case BOOL, FP32, FP64, BYTES -> true;
    };
  }
}
