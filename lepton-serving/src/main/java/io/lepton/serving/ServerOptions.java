package io.lepton.serving;

import java.time.Duration;

/**
 * How an inference server listens and batches. Immutable.
 *
 * @param host the address to bind; {@code 0.0.0.0} for all
 * @param port to bind; 0 lets the system choose one
 * @param maxBatchRows the most rows that one forward pass gets; larger requests are cut into
 *     several
 * @param maxBatchDelay how long a batch that is not full waits for more requests
 * @param queueRows how many rows may wait; a request beyond that is answered 503
 * @param maxBodyBytes the largest request body, also after decompression; beyond it 413
 * @param drainNotice how long a draining server still takes requests while it reports not ready, so
 *     that load balancers look elsewhere first
 * @param drainTimeout how long it then waits for the requests in flight
 */
public record ServerOptions(
    String host,
    int port,
    int maxBatchRows,
    Duration maxBatchDelay,
    int queueRows,
    int maxBodyBytes,
    Duration drainNotice,
    Duration drainTimeout) {

  public ServerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
    }
    if (maxBatchRows < 1 || queueRows < 1 || maxBodyBytes < 1) {
      throw new IllegalArgumentException(
          "maxBatchRows, queueRows and maxBodyBytes must be at least 1");
    }
    if (maxBatchDelay.isNegative() || drainNotice.isNegative() || drainTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "maxBatchDelay, drainNotice and drainTimeout must not be negative");
    }
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds {@link ServerOptions}; not thread safe. */
  public static final class Builder {
    private String host = "0.0.0.0";
    private int port;
    private int maxBatchRows = 32;
    private Duration maxBatchDelay = Duration.ofNanos(500_000);
    private int queueRows = 4096;
    private int maxBodyBytes = 64 << 20;
    private Duration drainNotice = Duration.ofSeconds(1);
    private Duration drainTimeout = Duration.ofSeconds(30);

    private Builder() {}

    public Builder host(String host) {
      this.host = host;
      return this;
    }

    public Builder port(int port) {
      this.port = port;
      return this;
    }

    public Builder maxBatchRows(int rows) {
      this.maxBatchRows = rows;
      return this;
    }

    public Builder maxBatchDelay(Duration delay) {
      this.maxBatchDelay = delay;
      return this;
    }

    public Builder queueRows(int rows) {
      this.queueRows = rows;
      return this;
    }

    public Builder maxBodyBytes(int bytes) {
      this.maxBodyBytes = bytes;
      return this;
    }

    public Builder drainNotice(Duration notice) {
      this.drainNotice = notice;
      return this;
    }

    public Builder drainTimeout(Duration timeout) {
      this.drainTimeout = timeout;
      return this;
    }

    public ServerOptions build() {
      return new ServerOptions(
          host,
          port,
          maxBatchRows,
          maxBatchDelay,
          queueRows,
          maxBodyBytes,
          drainNotice,
          drainTimeout);
    }
  }
}
