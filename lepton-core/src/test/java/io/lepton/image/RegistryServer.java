package io.lepton.image;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** The registry of the Docker distribution project, as a process on a port of its own choice. */
final class RegistryServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Pattern LISTENING = Pattern.compile("listening on [^\\s\"]*:(\\d+)");
  private static final String ANY_MANIFEST =
      "application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final int port;

  private RegistryServer(Path folder, String address, String more) throws Exception {
    Path config = folder.resolve("config.yml");
    log = folder.resolve("registry.log");
    Files.writeString(
        config,
        "version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: "
            + folder.resolve("data")
            + "\nhttp:\n  addr: "
            + address
            + ":0\n"
            + more);
    process =
        new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    port = awaitPort();
  }

  /** Starts an open registry at an address of this machine. */
  static RegistryServer start(Path folder, String address) throws Exception {
    return start(folder, address, "");
  }

  /** Starts a registry in which nobody has an account. */
  static RegistryServer locked(Path folder) throws Exception {
    Path accounts = Files.createFile(folder.resolve("htpasswd"));
    return start(
        folder, "127.0.0.1", "auth:\n  htpasswd:\n    realm: lepton\n    path: " + accounts + "\n");
  }

  private static RegistryServer start(Path folder, String address, String more) throws Exception {
    if (!Files.isExecutable(PROGRAM)) {
      String reason = "Debian's docker-registry is not installed";
      if ("1".equals(System.getenv("LEPTON_REQUIRE_ALL"))) {
        fail(reason);
      }
      Assumptions.abort(reason);
    }
    return new RegistryServer(folder, address, more);
  }

  private int awaitPort() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() - deadline < 0 && process.isAlive()) {
      Matcher listening = LISTENING.matcher(Files.readString(log));
      if (listening.find()) {
        return Integer.parseInt(listening.group(1));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    process.destroyForcibly();
    return fail("the registry did not start: " + Files.readString(log));
  }

  int port() {
    return port;
  }

  String name() {
    return "127.0.0.1:" + port;
  }

  /** The manifest of an image, as others read it. */
  HttpResponse<String> manifest(String image, String tag) throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create("http://" + name() + "/v2/" + image + "/manifests/" + tag))
            .header("Accept", ANY_MANIFEST)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** How many blobs were uploaded to an end since the start, as the registry itself logs it. */
  long uploads() throws IOException {
    return Files.readString(log)
        .lines()
        .filter(line -> line.contains("\"PUT /v2/") && line.contains("/blobs/uploads/"))
        .count();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
