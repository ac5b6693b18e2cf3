package io.lepton.it.site;

import io.lepton.aws.AwsProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.testkit.server.VersityServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Versity's S3 gateway, which keeps objects as files. */
public final class S3Site extends ServerSite {
  private static final int NAME_BYTES = 255;

  private S3Site(VersityServer server, Rclone rclone) {
    super(
        "s3",
        server.endpoint(),
        server,
        rclone,
        Map.of(
            "RCLONE_CONFIG_S3_TYPE", "s3",
            "RCLONE_CONFIG_S3_PROVIDER", "Other",
            "RCLONE_CONFIG_S3_ACCESS_KEY_ID", VersityServer.ACCESS_KEY,
            "RCLONE_CONFIG_S3_SECRET_ACCESS_KEY", VersityServer.SECRET_KEY,
            "RCLONE_CONFIG_S3_REGION", "us-east-1",
            "RCLONE_CONFIG_S3_ENDPOINT", server.endpoint(),
            "RCLONE_CONFIG_S3_ENCODING", "None"));
  }

  /** Starts it with its data in {@code folder}. */
  public static S3Site start(Path folder, Rclone rclone) {
    return new S3Site(new VersityServer(folder), rclone);
  }

  @Override
  public CloudProvider provider() {
    return new AwsProvider();
  }

  @Override
  public Map<String, String> settings(String endpoint) {
    return VersityServer.settings(endpoint);
  }

  /** The service takes them, the gateway makes paths of keys and names of their segments. */
  @Override
  public boolean emulatorKeeps(String key, Set<String> others) {
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      if (others.contains(key.substring(0, slash))) {
        return false;
      }
    }
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES) {
        return false;
      }
    }
    return true;
  }
}
