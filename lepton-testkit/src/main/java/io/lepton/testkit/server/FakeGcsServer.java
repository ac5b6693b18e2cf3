package io.lepton.testkit.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** fake-gcs-server as a process of its own on a free port, its buckets in memory. Thread safe. */
public final class FakeGcsServer implements AutoCloseable {
  private static final String VERSION = "v1.56.1";

  private final ServerProcess process;

  /**
   * Starts it.
   *
   * @param log receives what it prints
   */
  public FakeGcsServer(Path log) {
    Path program = Toolchain.goCommand("github.com/fsouza/fake-gcs-server", VERSION);
    process =
        ServerProcess.start(
            port ->
                List.of(
                    program.toString(),
                    "-backend=memory",
                    "-scheme=http",
                    "-host=127.0.0.1",
                    "-port=" + port,
                    "-public-host=127.0.0.1:" + port,
                    "-log-level=error"),
            Map.of(),
            log);
  }

  /** Where it listens: {@code http://127.0.0.1:port}. */
  public String endpoint() {
    return process.endpoint();
  }

  /** Settings of clients that reach it at {@code endpoint}, perhaps a proxy's. */
  public static Map<String, String> settings(String endpoint) {
    return Map.of("STORAGE_EMULATOR_HOST", endpoint);
  }

  @Override
  public void close() {
    process.close();
  }
}
