package io.lepton.deploy;

import io.lepton.config.ConfigNode;
import io.lepton.spi.container.RevisionName;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The {@code deploy} section of a migration file.
 *
 * @param platform the container backend's platform: {@code local}, {@code ecs}
 * @param service the service's name
 * @param replicas copies of the new revision, at least 1
 * @param demand what each replica needs
 * @param rollout how traffic moves
 * @param port the port of this machine that the gateway must listen on; empty lets the platform
 *     choose
 * @param from base URL of the old service where it runs elsewhere; empty takes the revision that
 *     has the traffic now
 */
public record DeploySpec(
    String platform,
    String service,
    int replicas,
    Demand demand,
    RolloutSpec rollout,
    OptionalInt port,
    Optional<URI> from) {

  /** What stands behind the service's name in the gateway's. */
  static final String GATEWAY_SUFFIX = "-gateway";

  public DeploySpec {
    Objects.requireNonNull(platform, "platform");
    Objects.requireNonNull(demand, "demand");
    Objects.requireNonNull(rollout, "rollout");
    Objects.requireNonNull(port, "port");
    Objects.requireNonNull(from, "from");
    checkName(service);
    if (replicas < 1) {
      throw new IllegalArgumentException("replicas must be at least 1, not " + replicas);
    }
  }

  /** Reads the section; unknown keys and values out of range are errors. */
  public static DeploySpec read(ConfigNode node) {
    node.allow("platform", "service", "replicas", "demand", "rollout", "port", "from");
    return new DeploySpec(
        node.require("platform").text(),
        node.require("service").parse(DeploySpec::checkName),
        node.find("replicas").map(value -> value.integer(1, 1000)).orElse(1),
        node.find("demand").map(Demand::read).orElse(new Demand(1, 2)),
        node.find("rollout").map(RolloutSpec::read).orElse(RolloutSpec.standard()),
        node.find("port")
            .map(value -> OptionalInt.of(value.integer(1, 65_535)))
            .orElse(OptionalInt.empty()),
        node.find("from").map(value -> value.parse(DeploySpec::baseUrl)));
  }

  private static String checkName(String service) {
    new RevisionName(service + GATEWAY_SUFFIX, GatewayService.REVISION);
    return service;
  }

  private static URI baseUrl(String text) {
    URI uri = URI.create(text.replaceAll("/+$", ""));
    if (uri.getHost() == null
        || !(uri.getScheme().equals("http") || uri.getScheme().equals("https"))
        || uri.getRawQuery() != null
        || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "'" + text + "' is no base URL of a service; write http://host:port");
    }
    return uri;
  }
}
