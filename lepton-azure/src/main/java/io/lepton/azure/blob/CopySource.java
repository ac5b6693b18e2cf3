package io.lepton.azure.blob;

import java.util.Optional;

/**
 * A blob that the service itself reads, and how it proves that it may ("Copy Blob From URL" and
 * "Put Block From URL" in the service's documentation): by a signature in the address, or by the
 * token of whoever is signed in.
 *
 * @param address with a signature if it has one; never logged
 * @param token as an Authorization header has it; never logged
 */
record CopySource(String address, Optional<String> token) {

  void into(BlobRequest request) {
    request.set("x-ms-copy-source", address);
    token.ifPresent(value -> request.set("x-ms-copy-source-authorization", value));
  }

  @Override
  public String toString() {
    return "copy source";
  }
}
