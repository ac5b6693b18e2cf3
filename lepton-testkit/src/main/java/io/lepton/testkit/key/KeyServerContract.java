package io.lepton.testkit.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyBackend;
import io.lepton.testkit.server.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract on the wire, before a {@link KeyServer}. */
public abstract class KeyServerContract extends KeyBackendContract {
  private final List<CloudBackends> opened = new ArrayList<>();

  /** Whose keys are tested. */
  protected abstract CloudProvider provider();

  /** The setting that leads it to the server(). */
  protected abstract String addressVariable();

  /** What a key's URI has before the server's name of the key. */
  protected abstract String prefix();

  /** Stands in for the service, the same in one test; started and closed here. */
  protected abstract KeyServer server();

  @BeforeEach
  void startServer() {
    server().start();
  }

  @AfterEach
  void stopServer() {
    opened.forEach(CloudBackends::close);
    server().close();
  }

  /** The keys of the provider under these settings. */
  protected final KeyBackend open(Map<String, String> settings) {
    CloudBackends backends = provider().open(new ProviderConfig(settings, Path.of(".")));
    opened.add(backends);
    return backends.keys().orElseThrow();
  }

  private KeyBackend openAt(String address) {
    return open(Map.of(addressVariable(), address));
  }

  private String name(String uri) {
    return uri.substring(prefix().length());
  }

  @Override
  protected KeyBackend open() {
    return openAt(server().address());
  }

  @Override
  protected String newKey() {
    return prefix() + server().newKey();
  }

  @Override
  protected void disable(String uri) {
    server().disable(name(uri));
  }

  @Override
  protected void forbid(String uri) {
    server().forbid(name(uri));
  }

  @Override
  protected KeyBackend unreachable() {
    return openAt("127.0.0.1:" + ServerProcess.freePort());
  }

  @Override
  protected long requests() {
    return server().requests();
  }

  @Test
  void whatAnEarlierVersionOfTheKeyWrappedIsUnwrapped() {
    String uri = newKey();
    byte[] wrapped = open().key(uri).wrap(new byte[32], "test");
    server().rotate(name(uri));
    assertThat(open().key(uri).unwrap(wrapped, "test")).isEqualTo(new byte[32]);
  }
}
