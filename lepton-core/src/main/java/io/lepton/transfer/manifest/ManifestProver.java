package io.lepton.transfer.manifest;

/** Proves who signed a manifest. Thread safe. */
@FunctionalInterface
public interface ManifestProver {

  /** Whether {@code signature} was made over {@code sha256} by the key that is trusted. */
  boolean proves(byte[] signature, byte[] sha256);
}
