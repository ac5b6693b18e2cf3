package io.lepton.it.site;

import io.lepton.aws.AwsProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.testkit.server.ServerProcess;
import io.lepton.testkit.server.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Versity's S3 gateway, which keeps objects as files. */
public final class S3Site implements Site {
  private static final String VERSION = "v1.8.0";
  private static final String ACCESS_KEY = "test-access";
  private static final String SECRET_KEY = "test-secret-key";
  private static final int NAME_BYTES = 255;

  private final ServerProcess server;
  private final Rclone rclone;

  private S3Site(ServerProcess server, Rclone rclone) {
    this.server = server;
    this.rclone = rclone.knowing(rcloneEnvironment());
  }

  /** Starts it with its data in {@code folder}. */
  public static S3Site start(Path folder, Rclone rclone) {
    Path program = Toolchain.goCommand("github.com/versity/versitygw/cmd/versitygw", VERSION);
    try {
      Path root = Files.createDirectories(folder.resolve("s3"));
      return new S3Site(
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
              folder.resolve("s3.log")),
          rclone);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public CloudProvider provider() {
    return new AwsProvider();
  }

  @Override
  public String endpoint() {
    return server.endpoint();
  }

  @Override
  public Map<String, String> settings(String endpoint) {
    return Map.of(
        "AWS_ENDPOINT_URL_S3", endpoint,
        "AWS_ACCESS_KEY_ID", ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
        "AWS_REGION", "us-east-1");
  }

  @Override
  public Place emptyPlace() {
    Place place = new Place("s3", "b" + UUID.randomUUID(), prefix());
    rclone.must("mkdir", "s3:" + place.bucket());
    return place;
  }

  @Override
  public String prefix() {
    return "some/where/";
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

  @Override
  public String rclonePath(Place place) {
    return "s3:" + place.bucket() + "/" + place.prefix();
  }

  @Override
  public Map<String, String> rcloneEnvironment() {
    return Map.of(
        "RCLONE_CONFIG_S3_TYPE", "s3",
        "RCLONE_CONFIG_S3_PROVIDER", "Other",
        "RCLONE_CONFIG_S3_ACCESS_KEY_ID", ACCESS_KEY,
        "RCLONE_CONFIG_S3_SECRET_ACCESS_KEY", SECRET_KEY,
        "RCLONE_CONFIG_S3_REGION", "us-east-1",
        "RCLONE_CONFIG_S3_ENDPOINT", endpoint(),
        "RCLONE_CONFIG_S3_ENCODING", "None");
  }

  @Override
  public void close() {
    server.close();
  }
}
