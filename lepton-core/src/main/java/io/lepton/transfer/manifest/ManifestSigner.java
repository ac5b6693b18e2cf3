package io.lepton.transfer.manifest;

/** Signs manifests. Thread safe. */
@FunctionalInterface
public interface ManifestSigner {

  /** The signature over a digest of 32 bytes. */
  byte[] sign(byte[] sha256);
}
