package io.lepton.spi.storage;

/** Digests that clouds store with objects. */
public enum ChecksumAlgorithm {
  /** Castagnoli CRC, 4 bytes (RFC 3720); S3, GCS and this library's own choice. */
  CRC32C(4),
  /** CRC-64/NVME, 8 bytes; S3's default since 2024. */
  CRC64NVME(8),
  /** MD5 of the whole content, 16 bytes; never an S3 multipart ETag. */
  MD5(16),
  /** SHA-256 of the whole content, 32 bytes. */
  SHA256(32);

  private final int sizeBytes;

  ChecksumAlgorithm(int sizeBytes) {
    this.sizeBytes = sizeBytes;
  }

  /** Length of a digest. */
  public int sizeBytes() {
    return sizeBytes;
  }
}
