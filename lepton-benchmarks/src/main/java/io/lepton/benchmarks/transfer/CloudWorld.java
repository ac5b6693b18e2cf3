package io.lepton.benchmarks.transfer;

import io.lepton.testkit.server.ServerProcess;
import io.lepton.testkit.server.TlsIdentity;
import io.lepton.testkit.wire.FaultProxy;
import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireScript;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one comparison, each a process of its own: an S3 that is read ({@code a}), another
 * one that is written ({@code b}), an Azure and a Google store; where asked for, each behind a
 * proxy that adds latency and errors. Thread safe.
 */
final class CloudWorld implements AutoCloseable {
  private static final long SEED = 11;
  private static final String AZURE_ACCOUNT = "bench";
  private static final String AZURE_KEY = "YmVuY2htYXJrc2JlbmNobWFya3NiZW5jaG1hcmtzMDA=";

  private final Map<String, ServerProcess> servers = new LinkedHashMap<>();
  private final List<FaultProxy> proxies = new ArrayList<>();
  private final Map<String, String> endpoints = new TreeMap<>();

  /** How the wire is. */
  enum Weather {
    /** Loopback as it is. */
    CALM,
    /** 50 ms before each request, and 1 percent of them answered 503. */
    ROUGH,
    /** Loopback as it is, over TLS, as clouds are reached. */
    SECURE
  }

  private final Weather weather;
  private final @Nullable TlsIdentity identity;

  private CloudWorld(Weather weather, @Nullable TlsIdentity identity) {
    this.weather = weather;
    this.identity = identity;
  }

  /**
   * Starts all of them.
   *
   * @param seeds what each server holds by its name, as {@code BUCKET=COUNTxBYTES}
   */
  static CloudWorld start(Path work, Weather weather, Map<String, List<String>> seeds) {
    CloudWorld world = new CloudWorld(weather, weather == Weather.SECURE ? identity(work) : null);
    world.add(work, "a", "s3", ServiceErrors.s3(503, "SlowDown"), seeds);
    world.add(work, "b", "s3", ServiceErrors.s3(503, "SlowDown"), seeds);
    world.add(work, "az", "az", ServiceErrors.azure(503, "ServerBusy"), seeds);
    world.add(work, "gs", "gs", ServiceErrors.gcs(503, "backendError"), seeds);
    return world;
  }

  private static TlsIdentity identity(Path work) {
    Path folder = work.resolve("tls");
    try {
      Folders.delete(folder);
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return TlsIdentity.make(folder, "ip:127.0.0.1");
  }

  private void add(
      Path work, String name, String protocol, WireFault busy, Map<String, List<String>> seeds) {
    ServerProcess server =
        ServerProcess.start(
            port -> {
              List<String> command =
                  new ArrayList<>(
                      List.of(
                          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                          "-XX:+UseSerialGC",
                          "-cp",
                          System.getProperty("java.class.path").replace("\n", File.pathSeparator),
                          "io.lepton.benchmarks.server.NullServer",
                          protocol,
                          Integer.toString(port)));
              if (identity != null) {
                command.add("tls=" + identity.keyStore().getParent());
              }
              command.addAll(seeds.getOrDefault(name, List.of()));
              return command;
            },
            Map.of(),
            work.resolve("server-" + name + ".log"));
    servers.put(name, server);
    if (weather == Weather.ROUGH) {
      FaultProxy proxy =
          FaultProxy.before(server.endpoint())
              .latency(Duration.ofMillis(50))
              .plan(new WireScript().onAny().share(0.01, SEED).then(busy))
              .withoutLog()
              .start();
      proxies.add(proxy);
      endpoints.put(name, proxy.endpoint());
    } else {
      endpoints.put(name, endpoint(server));
    }
  }

  private String endpoint(ServerProcess server) {
    String plain = server.endpoint();
    return identity == null ? plain : plain.replaceFirst("^http:", "https:");
  }

  /**
   * How many objects a tool that does not adapt by itself had best have on the way at once: so many
   * keep the processors busy, and far away as many as s5cmd has of its own.
   */
  int objectsAtOnce() {
    return weather == Weather.ROUGH ? 256 : 32;
  }

  /** Where {@code a}, {@code b}, {@code az} or {@code gs} listens. */
  String endpoint(String name) {
    String endpoint = endpoints.get(name);
    if (endpoint == null) {
      throw new IllegalArgumentException("no server '" + name + "' among " + endpoints.keySet());
    }
    return endpoint;
  }

  /** Forgets what a server holds in a bucket, so that its memory does not end. */
  void drop(CloudContender.Spot spot) throws IOException, InterruptedException {
    if (spot.server().equals("file")) {
      return;
    }
    ServerProcess server = servers.get(spot.server());
    if (server == null) {
      throw new IllegalArgumentException("no server '" + spot.server() + "'");
    }
    String endpoint = endpoint(server);
    String path =
        switch (spot.server()) {
          case "az" -> "/" + AZURE_ACCOUNT + "/" + spot.path() + "?restype=container";
          case "gs" -> "/storage/v1/b/" + spot.path();
          default -> "/" + spot.path();
        };
    HttpClient.Builder client = HttpClient.newBuilder();
    if (identity != null) {
      client.sslContext(identity.client());
    }
    HttpResponse<Void> answer =
        client
            .build()
            .send(
                HttpRequest.newBuilder(URI.create(endpoint + path)).DELETE().build(),
                HttpResponse.BodyHandlers.discarding());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("a bucket cannot be dropped: " + answer);
    }
  }

  /** What the tools are told of these servers. */
  Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>();
    all.put("AWS_ACCESS_KEY_ID", "bench");
    all.put("AWS_SECRET_ACCESS_KEY", "benchbench");
    all.put("AWS_REGION", "us-east-1");
    all.put("AWS_EC2_METADATA_DISABLED", "true");
    all.put("AWS_ENDPOINT_URL_S3", endpoint("a"));
    all.put("BENCH_S3B_ENDPOINT", endpoint("b"));
    all.put("STORAGE_EMULATOR_HOST", endpoint("gs"));
    all.put(
        "AZURE_STORAGE_CONNECTION_STRING",
        "DefaultEndpointsProtocol=http;AccountName="
            + AZURE_ACCOUNT
            + ";AccountKey="
            + AZURE_KEY
            + ";BlobEndpoint="
            + endpoint("az")
            + "/"
            + AZURE_ACCOUNT
            + ";");
    if (identity != null) {
      all.put(
          "LEPTON_JAVA_OPTS",
          "-Djavax.net.ssl.trustStore="
              + identity.trustStore()
              + " -Djavax.net.ssl.trustStorePassword="
              + TlsIdentity.PASSWORD);
      all.put("RCLONE_CA_CERT", identity.certificate().toString());
      // By this alone s5cmd trusts anyone else.
      all.put("AWS_CA_BUNDLE", identity.certificate().toString());
    }
    all.put("RCLONE_CONFIG", "/dev/null");
    for (String s3 : List.of("a", "b")) {
      remote(all, s3, "TYPE", "s3");
      remote(all, s3, "PROVIDER", "Other");
      remote(all, s3, "ACCESS_KEY_ID", "bench");
      remote(all, s3, "SECRET_ACCESS_KEY", "benchbench");
      remote(all, s3, "REGION", "us-east-1");
      remote(all, s3, "ENDPOINT", endpoint(s3));
      remote(all, s3, "NO_CHECK_BUCKET", "true");
      remote(all, s3, "LIST_VERSION", "2");
      remote(all, s3, "USE_UNSIGNED_PAYLOAD", "true");
      remote(all, s3, "DISABLE_CHECKSUM", "true");
    }
    remote(all, "az", "TYPE", "azureblob");
    remote(all, "az", "ACCOUNT", AZURE_ACCOUNT);
    remote(all, "az", "KEY", AZURE_KEY);
    remote(all, "az", "ENDPOINT", endpoint("az") + "/" + AZURE_ACCOUNT);
    remote(all, "az", "NO_CHECK_CONTAINER", "true");
    remote(all, "az", "DISABLE_CHECKSUM", "true");
    remote(all, "gs", "TYPE", "google cloud storage");
    remote(all, "gs", "ANONYMOUS", "true");
    remote(all, "gs", "NO_CHECK_BUCKET", "true");
    remote(all, "gs", "ENDPOINT", endpoint("gs") + "/storage/v1/");
    return all;
  }

  private static void remote(Map<String, String> all, String name, String option, String value) {
    all.put("RCLONE_CONFIG_" + name.toUpperCase(Locale.ROOT) + "_" + option, value);
  }

  @Override
  public void close() {
    proxies.forEach(FaultProxy::close);
    servers.values().forEach(ServerProcess::close);
  }
}
