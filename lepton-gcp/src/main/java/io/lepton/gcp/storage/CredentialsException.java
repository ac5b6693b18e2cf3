package io.lepton.gcp.storage;

import java.io.IOException;

/** No access token could be had. */
final class CredentialsException extends IOException {
  private static final long serialVersionUID = 1L;

  CredentialsException(IOException cause) {
    super(cause.toString(), cause);
  }
}
