package io.lepton.it.site;

import io.lepton.azure.AzureProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.testkit.server.ServerProcess;
import io.lepton.testkit.server.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Azurite, Microsoft's own emulator of Azure Blob Storage. */
public final class AzureSite implements Site {
  private static final String VERSION = "3.37.0";
  private static final String ACCOUNT = "devstoreaccount1";

  /** The emulator's well-known key, from its documentation. */
  private static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private final ServerProcess server;
  private final Rclone rclone;

  private AzureSite(ServerProcess server, Rclone rclone) {
    this.server = server;
    this.rclone = rclone.knowing(rcloneEnvironment());
  }

  /** Starts it with its data in {@code folder}. */
  public static AzureSite start(Path folder, Rclone rclone) {
    Path programs = Toolchain.npmPackage("azurite", VERSION);
    return new AzureSite(
        ServerProcess.start(
            port ->
                List.of(
                    programs.resolve("azurite-blob").toString(),
                    "--silent",
                    "--skipApiVersionCheck",
                    "--blobHost",
                    "127.0.0.1",
                    "--blobPort",
                    Integer.toString(port),
                    "--location",
                    folder.resolve("azurite").toString()),
            Map.of(),
            folder.resolve("azurite.log")),
        rclone);
  }

  @Override
  public String scheme() {
    return "az";
  }

  @Override
  public CloudProvider provider() {
    return new AzureProvider();
  }

  @Override
  public String endpoint() {
    return server.endpoint();
  }

  @Override
  public Map<String, String> settings(String endpoint) {
    return Map.of(
        "AZURE_STORAGE_CONNECTION_STRING",
        "DefaultEndpointsProtocol=http;AccountName="
            + ACCOUNT
            + ";AccountKey="
            + KEY
            + ";BlobEndpoint="
            + endpoint
            + "/"
            + ACCOUNT
            + ";");
  }

  @Override
  public Place emptyPlace() {
    Place place = new Place("az", "c" + UUID.randomUUID(), prefix());
    rclone.must("mkdir", "az:" + place.bucket());
    return place;
  }

  /** "Naming and Referencing Containers, Blobs, and Metadata", documentation of Azure Storage. */
  @Override
  public boolean takesKey(String key) {
    return Site.super.takesKey(key)
        && key.chars()
            .noneMatch(c -> c == '\\' || c < ' ' || (c >= 0x7f && c <= 0x9f) || c >= 0xfffe)
        && !key.endsWith(".")
        && !key.contains("./");
  }

  @Override
  public String prefix() {
    return "some/where/";
  }

  @Override
  public String rclonePath(Place place) {
    return "az:" + place.bucket() + "/" + place.prefix();
  }

  @Override
  public Map<String, String> rcloneEnvironment() {
    return Map.of(
        "RCLONE_CONFIG_AZ_TYPE",
        "azureblob",
        "RCLONE_CONFIG_AZ_ACCOUNT",
        ACCOUNT,
        "RCLONE_CONFIG_AZ_KEY",
        KEY,
        "RCLONE_CONFIG_AZ_ENDPOINT",
        endpoint() + "/" + ACCOUNT,
        "RCLONE_CONFIG_AZ_ENCODING",
        "None");
  }

  @Override
  public void close() {
    server.close();
  }
}
