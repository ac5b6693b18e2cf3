package io.lepton.transfer;

import io.lepton.spi.CloudException;

/** An error of the reading side of a copy, told apart from the same kind at the target. */
final class SourceFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final CloudException error;

  SourceFailure(CloudException error) {
    super(error.getMessage(), error);
    this.error = error;
  }

  CloudException error() {
    return error;
  }
}
