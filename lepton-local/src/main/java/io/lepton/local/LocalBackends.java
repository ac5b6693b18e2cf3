package io.lepton.local;

import io.lepton.spi.CloudBackends;

/** The backends of this machine. */
final class LocalBackends implements CloudBackends {

  @Override
  public void close() {}
}
