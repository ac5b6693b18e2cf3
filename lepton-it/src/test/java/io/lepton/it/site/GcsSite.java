package io.lepton.it.site;

import io.lepton.gcp.GcpProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.testkit.server.ServerProcess;
import io.lepton.testkit.server.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** fake-gcs-server. */
public final class GcsSite implements Site {
  private static final String VERSION = "v1.56.1";

  private final ServerProcess server;
  private final Rclone rclone;

  private GcsSite(ServerProcess server, Rclone rclone) {
    this.server = server;
    this.rclone = rclone.knowing(rcloneEnvironment());
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
  public String scheme() {
    return "gs";
  }

  @Override
  public CloudProvider provider() {
    return new GcpProvider();
  }

  @Override
  public String endpoint() {
    return server.endpoint();
  }

  @Override
  public Map<String, String> settings(String endpoint) {
    return Map.of("STORAGE_EMULATOR_HOST", endpoint);
  }

  @Override
  public Place emptyPlace() {
    Place place = new Place("gs", "b" + UUID.randomUUID(), prefix());
    rclone.must("mkdir", "gs:" + place.bucket());
    return place;
  }

  /** Names hold no line break and are no dots, by the service's documentation of object names. */
  @Override
  public boolean takesKey(String key) {
    return Site.super.takesKey(key) && !key.contains("\n") && !key.contains("\r");
  }

  @Override
  public String prefix() {
    return "some/where/";
  }

  @Override
  public String rclonePath(Place place) {
    return "gs:" + place.bucket() + "/" + place.prefix();
  }

  @Override
  public Map<String, String> rcloneEnvironment() {
    return Map.of(
        "RCLONE_CONFIG_GS_TYPE", "google cloud storage",
        "RCLONE_CONFIG_GS_ANONYMOUS", "true",
        "RCLONE_CONFIG_GS_PROJECT_NUMBER", "test",
        "RCLONE_CONFIG_GS_BUCKET_POLICY_ONLY", "true",
        "RCLONE_CONFIG_GS_ENDPOINT", endpoint() + "/storage/v1/",
        "RCLONE_CONFIG_GS_ENCODING", "None");
  }

  @Override
  public void close() {
    server.close();
  }
}
