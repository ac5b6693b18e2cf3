package io.lepton.testkit.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Moto, which plays many services of AWS, as a server of its own in Python. */
public final class MotoServer {
  private static final String PACKAGE = "moto[server]==5.2.5";

  private MotoServer() {}

  /**
   * Starts one.
   *
   * @param folder receives its log
   */
  public static ServerProcess start(Path folder) {
    Path python = Toolchain.pythonEnvironment("moto", PACKAGE);
    return ServerProcess.start(
        port ->
            List.of(
                python.resolve("bin/moto_server").toString(),
                "-H",
                "127.0.0.1",
                "-p",
                Integer.toString(port)),
        Map.of(),
        folder.resolve("moto.log"));
  }
}
