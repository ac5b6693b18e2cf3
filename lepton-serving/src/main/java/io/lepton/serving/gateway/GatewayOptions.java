package io.lepton.serving.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a gateway listens and how patient it is. Immutable.
 *
 * @param host the address to bind; {@code 0.0.0.0} for all
 * @param port to bind; 0 lets the system choose one
 * @param controlToken what the control API demands as bearer token; empty switches that API off
 * @param stateFile keeps the routes across restarts; empty keeps them in memory only
 * @param maxBodyBytes the largest request body and the largest answer; beyond it 413
 * @param attemptTimeout how long one replica may take to answer
 * @param probeInterval how often each replica's readiness is asked for
 * @param mirrorQueue how many copies may wait to be mirrored; further ones are dropped
 * @param drainNotice how long a draining gateway still takes requests while it reports not ready
 * @param drainTimeout how long it then waits for the requests in flight
 */
public record GatewayOptions(
    String host,
    int port,
    Optional<String> controlToken,
    Optional<Path> stateFile,
    int maxBodyBytes,
    Duration attemptTimeout,
    Duration probeInterval,
    int mirrorQueue,
    Duration drainNotice,
    Duration drainTimeout) {

  public GatewayOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
    }
    if (controlToken.isPresent() && controlToken.get().isBlank()) {
      throw new IllegalArgumentException("the control token must not be blank");
    }
    if (maxBodyBytes < 1 || mirrorQueue < 0) {
      throw new IllegalArgumentException(
          "maxBodyBytes must be at least 1 and mirrorQueue at least 0");
    }
    if (attemptTimeout.toMillis() < 1 || probeInterval.toMillis() < 1) {
      throw new IllegalArgumentException("attemptTimeout and probeInterval must be at least 1 ms");
    }
    if (drainNotice.isNegative() || drainTimeout.isNegative()) {
      throw new IllegalArgumentException("drainNotice and drainTimeout must not be negative");
    }
  }

  /** A builder with the defaults: all addresses, a port of the system's choice, no control API. */
  public static Builder builder() {
    return new Builder();
  }

  /** The options without the token, which must never reach a log. */
  @Override
  public String toString() {
    return "GatewayOptions[host=" + host + ", port=" + port + ", stateFile=" + stateFile + "]";
  }

  /** Builds {@link GatewayOptions}; not thread safe. */
  public static final class Builder {
    private String host = "0.0.0.0";
    private int port;
    private Optional<String> controlToken = Optional.empty();
    private Optional<Path> stateFile = Optional.empty();
    private int maxBodyBytes = 64 << 20;
    private Duration attemptTimeout = Duration.ofSeconds(30);
    private Duration probeInterval = Duration.ofMillis(500);
    private int mirrorQueue = 256;
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

    public Builder controlToken(String token) {
      this.controlToken = Optional.of(token);
      return this;
    }

    public Builder stateFile(Path file) {
      this.stateFile = Optional.of(file);
      return this;
    }

    public Builder maxBodyBytes(int bytes) {
      this.maxBodyBytes = bytes;
      return this;
    }

    public Builder attemptTimeout(Duration timeout) {
      this.attemptTimeout = timeout;
      return this;
    }

    public Builder probeInterval(Duration interval) {
      this.probeInterval = interval;
      return this;
    }

    public Builder mirrorQueue(int copies) {
      this.mirrorQueue = copies;
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

    public GatewayOptions build() {
      return new GatewayOptions(
          host,
          port,
          controlToken,
          stateFile,
          maxBodyBytes,
          attemptTimeout,
          probeInterval,
          mirrorQueue,
          drainNotice,
          drainTimeout);
    }
  }
}
