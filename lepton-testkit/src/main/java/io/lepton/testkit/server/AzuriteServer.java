package io.lepton.testkit.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Azurite, Microsoft's own emulator of Azure Blob Storage, as a process of its own on a free port.
 * Thread safe.
 */
public final class AzuriteServer implements AutoCloseable {

  /** The emulator's account, from its documentation. */
  public static final String ACCOUNT = "devstoreaccount1";

  /** The emulator's well-known key, from its documentation. */
  public static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final String VERSION = "3.37.0";

  private final ServerProcess process;

  private AzuriteServer(List<String> persistence, Path log) {
    Path program = Toolchain.npmPackage("azurite", VERSION).resolve("azurite-blob");
    process =
        ServerProcess.start(
            port -> {
              List<String> command =
                  new ArrayList<>(
                      List.of(
                          program.toString(),
                          "--silent",
                          "--skipApiVersionCheck",
                          "--disableTelemetry",
                          "--blobHost",
                          "127.0.0.1",
                          "--blobPort",
                          Integer.toString(port)));
              command.addAll(persistence);
              return command;
            },
            Map.of(),
            log);
  }

  /** Starts it with its blobs in memory. */
  public static AzuriteServer inMemory(Path log) {
    return new AzuriteServer(List.of("--inMemoryPersistence"), log);
  }

  /** Starts it with its blobs and its log in {@code folder}. */
  public static AzuriteServer in(Path folder) {
    return new AzuriteServer(
        List.of("--location", folder.resolve("azurite").toString()), folder.resolve("azurite.log"));
  }

  /** Where it listens: {@code http://127.0.0.1:port}. */
  public String endpoint() {
    return process.endpoint();
  }

  /** Account, key and place for clients that reach it at {@code endpoint}, perhaps a proxy's. */
  public static String connectionString(String endpoint) {
    return "DefaultEndpointsProtocol=http;AccountName="
        + ACCOUNT
        + ";AccountKey="
        + KEY
        + ";BlobEndpoint="
        + endpoint
        + "/"
        + ACCOUNT
        + ";";
  }

  /**
   * Whether the service and its emulator take this key, as "Naming and Referencing Containers,
   * Blobs, and Metadata", documentation of Azure Storage, has it.
   */
  public static boolean takesKey(String key) {
    return key.chars()
            .noneMatch(c -> c == '\\' || c < ' ' || (c >= 0x7f && c <= 0x9f) || c >= 0xfffe)
        && !key.endsWith(".")
        && !key.contains("./");
  }

  @Override
  public void close() {
    process.close();
  }
}
