package io.lepton.deploy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.hash.Hashing;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.RevisionName;
import io.lepton.spi.container.RevisionSpec;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The gateway that stands before a service: a service of its own on the same platform, run from the
 * same image. It outlives every revision behind it, so that clients keep one address.
 */
final class GatewayService {
  static final String REVISION = "gateway";
  private static final List<String> COMMAND =
      List.of("java", "-cp", "lib/*", "io.lepton.serving.gateway.GatewayMain");
  private static final Demand DEMAND = new Demand(0.5, 0.5);

  private final DeployTools tools;
  private final String service;
  private final Revisions revisions;

  GatewayService(DeployTools tools, String service, String step) {
    this.tools = tools;
    this.service = service;
    this.revisions = new Revisions(tools, step);
  }

  RevisionName name() {
    return new RevisionName(service + DeploySpec.GATEWAY_SUFFIX, REVISION);
  }

  /** The gateway, if it is there and serves. */
  Optional<GatewayClient> find() {
    return tools.containers().describe(name()).flatMap(this::client);
  }

  /**
   * The gateway, started from {@code image} where there is none. One that runs already is left as
   * it is, whatever its image: it has clients.
   */
  GatewayClient ensure(String image, OptionalInt port, Map<String, String> labels) {
    Optional<GatewayClient> running = find();
    GatewayClient client =
        running.orElseGet(() -> client(revisions.ensure(spec(image, port, labels))).orElseThrow());
    if (port.isPresent() && client.base().getPort() != port.getAsInt()) {
      throw new DeployException(
          "the gateway of "
              + service
              + " listens on "
              + client.base()
              + ", not on deploy.port "
              + port.getAsInt()
              + "; drop deploy.port, or destroy the service first");
    }
    return client;
  }

  private Optional<GatewayClient> client(Revision revision) {
    return revision.endpoints().stream()
        .findFirst()
        .map(endpoint -> new GatewayClient(endpoint, token(), tools.patience().poll()));
  }

  private RevisionSpec spec(String image, OptionalInt port, Map<String, String> labels) {
    return new RevisionSpec(
        name(),
        image,
        COMMAND,
        Map.of("LEPTON_GATEWAY_TOKEN", token(), "LEPTON_GATEWAY_STATE", stateFile()),
        1,
        DEMAND.vcpus(),
        DEMAND.memoryGib(),
        "/v2/health/live",
        port,
        labels);
  }

  /**
   * Relative to where the image's program starts. The token's fingerprint is part of the name, so
   * that a gateway made anew does not find the routes of one that was removed.
   */
  private String stateFile() {
    String fingerprint = Hashing.sha256().hashString(token(), US_ASCII).toString();
    return name().service() + "-" + fingerprint.substring(0, 8) + ".routes.json";
  }

  private String token() {
    return GatewayToken.of(tools.secrets(), tokenFile());
  }

  private String tokenFile() {
    return tools.containers().platform() + "-" + service + ".token";
  }

  /** Removes the gateway, and what steered it; does nothing when it is gone. */
  void remove() {
    tools.containers().remove(name());
    GatewayToken.forget(tools.secrets(), tokenFile());
  }

  /** Who has the traffic according to the gateway; empty when nobody has. */
  static List<URI> serving(GatewayClient gateway) {
    return gateway.routes().serving();
  }
}
