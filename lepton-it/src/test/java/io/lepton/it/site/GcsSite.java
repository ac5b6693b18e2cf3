package io.lepton.it.site;

import io.lepton.gcp.GcpProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.testkit.server.FakeGcsServer;
import java.nio.file.Path;
import java.util.Map;

/** fake-gcs-server. */
public final class GcsSite extends ServerSite {
  private GcsSite(FakeGcsServer server, Rclone rclone) {
    super(
        "gs",
        server.endpoint(),
        server,
        rclone,
        Map.of(
            "RCLONE_CONFIG_GS_TYPE", "google cloud storage",
            "RCLONE_CONFIG_GS_ANONYMOUS", "true",
            "RCLONE_CONFIG_GS_PROJECT_NUMBER", "test",
            "RCLONE_CONFIG_GS_BUCKET_POLICY_ONLY", "true",
            "RCLONE_CONFIG_GS_ENDPOINT", server.endpoint() + "/storage/v1/",
            "RCLONE_CONFIG_GS_ENCODING", "None"));
  }

  /** Starts it with its data in memory and its log in {@code folder}. */
  public static GcsSite start(Path folder, Rclone rclone) {
    return new GcsSite(new FakeGcsServer(folder.resolve("gcs.log")), rclone);
  }

  @Override
  public CloudProvider provider() {
    return new GcpProvider();
  }

  @Override
  public Map<String, String> settings(String endpoint) {
    return FakeGcsServer.settings(endpoint);
  }

  /** Names hold no line break and are no dots, by the service's documentation of object names. */
  @Override
  public boolean takesKey(String key) {
    return super.takesKey(key) && !key.contains("\n") && !key.contains("\r");
  }
}
