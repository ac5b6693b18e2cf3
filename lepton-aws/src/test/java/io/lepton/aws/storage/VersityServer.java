package io.lepton.aws.storage;

import io.lepton.testkit.server.ServerProcess;
import io.lepton.testkit.server.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Versity's S3 gateway as a process of its own, its objects in a folder. */
final class VersityServer implements S3Server {
  private final ServerProcess process;

  VersityServer(Path folder) {
    Path program = Toolchain.goCommand("github.com/versity/versitygw/cmd/versitygw", "v1.8.0");
    try {
      Path root = Files.createDirectories(folder.resolve("root"));
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
              folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String endpoint() {
    return process.endpoint();
  }

  @Override
  public void close() {
    process.close();
  }
}
