package io.lepton.it.site;

import io.lepton.azure.AzureProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.testkit.server.AzuriteServer;
import java.nio.file.Path;
import java.util.Map;

/** Azurite, Microsoft's own emulator of Azure Blob Storage. */
public final class AzureSite extends ServerSite {

  private AzureSite(AzuriteServer server, Rclone rclone) {
    super(
        "az",
        server.endpoint(),
        server,
        rclone,
        Map.of(
            "RCLONE_CONFIG_AZ_TYPE",
            "azureblob",
            "RCLONE_CONFIG_AZ_ACCOUNT",
            AzuriteServer.ACCOUNT,
            "RCLONE_CONFIG_AZ_KEY",
            AzuriteServer.KEY,
            "RCLONE_CONFIG_AZ_ENDPOINT",
            server.endpoint() + "/" + AzuriteServer.ACCOUNT,
            "RCLONE_CONFIG_AZ_ENCODING",
            "None"));
  }

  /** Starts it with its data in {@code folder}. */
  public static AzureSite start(Path folder, Rclone rclone) {
    return new AzureSite(AzuriteServer.in(folder), rclone);
  }

  @Override
  public CloudProvider provider() {
    return new AzureProvider();
  }

  @Override
  public Map<String, String> settings(String endpoint) {
    return Map.of("AZURE_STORAGE_CONNECTION_STRING", AzuriteServer.connectionString(endpoint));
  }

  @Override
  public boolean takesKey(String key) {
    return super.takesKey(key) && AzuriteServer.takesKey(key);
  }
}
