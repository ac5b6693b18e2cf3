package io.lepton.serving.gateway;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One replica as the gateway knows it; lives on when routes change. Thread safe. */
final class Endpoint {
  private final URI base;
  private final AtomicInteger outstanding = new AtomicInteger();
  private final AtomicLong picked = new AtomicLong();
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
    picked.incrementAndGet();
  }

  void end() {
    outstanding.decrementAndGet();
  }

  /** How often it was picked; with weights this makes idle replicas take turns. */
  long picked() {
    return picked.get();
  }
}
