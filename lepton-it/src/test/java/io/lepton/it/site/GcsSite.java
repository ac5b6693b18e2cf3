package io.lepton.it.site;

import io.lepton.gcp.GcpProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.testkit.server.ServerProcess;
import io.lepton.testkit.server.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** fake-gcs-server. */
public final class GcsSite extends ServerSite {
  private static final String VERSION = "v1.56.1";

  private GcsSite(ServerProcess server, Rclone rclone) {
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
    Path program = Toolchain.goCommand("github.com/fsouza/fake-gcs-server", VERSION);
    return new GcsSite(
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
            folder.resolve("gcs.log")),
        rclone);
  }

  @Override
  public CloudProvider provider() {
    return new GcpProvider();
  }

  @Override
  public Map<String, String> settings(String endpoint) {
    return Map.of("STORAGE_EMULATOR_HOST", endpoint);
  }

  /** Names hold no line break and are no dots, by the service's documentation of object names. */
  @Override
  public boolean takesKey(String key) {
    return super.takesKey(key) && !key.contains("\n") && !key.contains("\r");
  }
}
