package io.lepton.aws.storage;

import io.lepton.spi.Limits;

/**
 * Limits of S3, from "Amazon S3 multipart upload limits" in the S3 user guide. Objects had 5 TiB at
 * most until December 2025; other servers of this protocol may still refuse more.
 */
public final class S3Limits {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /**
   * Parts of 5 MiB to 5 GiB, 10,000 of them, objects of 48.8 TiB, which are all parts, 1,000 keys a
   * delete or a page.
   */
  public static final Limits OF_SERVICE =
      new Limits(5 * MIB, 5 * GIB, 10_000, 5 * GIB, 10_000 * 5 * GIB, 1024, 1000, 1000, 1);

  /** Largest object that one CopyObject takes. */
  static final long MAX_SINGLE_COPY_BYTES = 5 * GIB;

  private S3Limits() {}
}
