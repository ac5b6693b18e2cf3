package io.lepton.transfer.content;

import java.io.IOException;

/** Told every run of bytes before it is read on; may make the reader wait. Thread safe. */
public interface ReadMeter {

  /** Counts a read request. */
  void opened();

  /** Most bytes that one read may take, so that limits act evenly. */
  int largestReadBytes();

  /**
   * Counts bytes that were read and waits until the next may be.
   *
   * @throws IOException when the thread is interrupted while it waits
   */
  void read(int bytes) throws IOException;
}
