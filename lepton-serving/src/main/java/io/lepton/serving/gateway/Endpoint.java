package io.lepton.serving.gateway;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** One replica as the gateway knows it; lives on when routes change. Thread safe. */
final class Endpoint {
  private final URI base;
  private final AtomicInteger outstanding = new AtomicInteger();
  private volatile boolean up = true;

  Endpoint(URI base) {
    this.base = base;
  }

  URI base() {
    return base;
  }

  /** Whether it answered last time it was asked; a new one counts as up until proven down. */
  boolean up() {
    return up;
  }

  void up(boolean answers) {
    up = answers;
  }

  int outstanding() {
    return outstanding.get();
  }

  void begin() {
    outstanding.incrementAndGet();
  }

  void end() {
    outstanding.decrementAndGet();
  }
}
