package io.lepton.it.site;

import io.lepton.spi.Place;
import java.util.Map;
import java.util.UUID;

/**
 * Buckets on a server that was started for the tests; rclone knows it by the name of its scheme.
 */
abstract class ServerSite implements Site {
  private final String scheme;
  private final String endpoint;
  private final AutoCloseable server;
  private final Rclone rclone;
  private final Map<String, String> rcloneEnvironment;

  /**
   * Takes over a server that listens.
   *
   * @param rcloneEnvironment what rclone is told of the server
   */
  ServerSite(
      String scheme,
      String endpoint,
      AutoCloseable server,
      Rclone rclone,
      Map<String, String> rcloneEnvironment) {
    this.scheme = scheme;
    this.endpoint = endpoint;
    this.server = server;
    this.rcloneEnvironment = rcloneEnvironment;
    this.rclone = rclone.knowing(rcloneEnvironment);
  }

  @Override
  public String scheme() {
    return scheme;
  }

  @Override
  public String endpoint() {
    return endpoint;
  }

  @Override
  public Place emptyPlace() {
    Place place = new Place(scheme, "b" + UUID.randomUUID(), prefix());
    rclone.must("mkdir", scheme + ":" + place.bucket());
    return place;
  }

  @Override
  public String prefix() {
    return "some/where/";
  }

  @Override
  public String rclonePath(Place place) {
    return scheme + ":" + place.bucket() + "/" + place.prefix();
  }

  @Override
  public Map<String, String> rcloneEnvironment() {
    return rcloneEnvironment;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException("the server of " + scheme + " cannot be ended", e);
    }
  }
}
