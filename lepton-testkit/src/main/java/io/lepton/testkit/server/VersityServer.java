package io.lepton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Versity's S3 gateway as a process of its own on a free port, its objects as files in a folder.
 * Thread safe.
 */
public final class VersityServer implements AutoCloseable {

  /** Who may use it. */
  public static final String ACCESS_KEY = "test-access";

  /** The secret of {@link #ACCESS_KEY}. */
  public static final String SECRET_KEY = "test-secret-key";

  private static final String VERSION = "v1.8.0";

  private final ServerProcess process;

  /** Starts it with its objects and its log in {@code folder}. */
  public VersityServer(Path folder) {
    Path program = Toolchain.goCommand("github.com/versity/versitygw/cmd/versitygw", VERSION);
    try {
      Path root = Files.createDirectories(folder.resolve("s3"));
      process =
          ServerProcess.start(
              port ->
                  List.of(
                      program.toString(),
                      "--port",
                      "127.0.0.1:" + port,
                      "--keep-alive",
                      "--quiet",
                      "posix",
                      root.toString()),
              Map.of("ROOT_ACCESS_KEY", ACCESS_KEY, "ROOT_SECRET_KEY", SECRET_KEY),
              folder.resolve("s3.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens: {@code http://127.0.0.1:port}. */
  public String endpoint() {
    return process.endpoint();
  }

  /** Settings of clients that reach it at {@code endpoint}, perhaps a proxy's. */
  public static Map<String, String> settings(String endpoint) {
    return Map.of(
        "AWS_ENDPOINT_URL_S3", endpoint,
        "AWS_ACCESS_KEY_ID", ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
        "AWS_REGION", "us-east-1");
  }

  @Override
  public void close() {
    process.close();
  }
}
