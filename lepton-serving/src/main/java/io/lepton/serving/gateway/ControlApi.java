package io.lepton.serving.gateway;

import io.lepton.serving.http.Answer;
import io.lepton.serving.http.Exchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/** What steers the gateway, for holders of the token only. Thread safe. */
final class ControlApi {
  static final String PREFIX = "/lepton/gateway/";
  private static final int MAX_ROUTES_BYTES = 1 << 20;

  private final Gateway gateway;
  private final Optional<byte[]> expected;

  ControlApi(Gateway gateway, Optional<String> token) {
    this.gateway = gateway;
    this.expected = token.map(t -> ("Bearer " + t).getBytes(StandardCharsets.UTF_8));
  }

  void handle(Exchange exchange) {
    if (!authorised(exchange)) {
      exchange.answer(
          Answer.error(
                  401,
                  expected.isEmpty()
                      ? "the control API is off; start the gateway with LEPTON_GATEWAY_TOKEN"
                      : "send the header 'Authorization: Bearer ' with the gateway's token")
              .with("WWW-Authenticate", "Bearer"));
      return;
    }
    String request = exchange.method() + " " + exchange.path().substring(PREFIX.length());
    switch (request) {
      case "GET routes" ->
          exchange.answer(Answer.json(200, RouteStore.tree(gateway.numberedRoutes())));
      case "GET stats" -> exchange.answer(Answer.json(200, gateway.stats()));
      case "PUT routes" -> exchange.answer(exchange.body(MAX_ROUTES_BYTES).thenApply(this::route));
      default ->
          exchange.answer(
              Answer.error(
                  404,
                  "no such control call '"
                      + exchange.method()
                      + " "
                      + exchange.path()
                      + "'; there are GET and PUT "
                      + PREFIX
                      + "routes and GET "
                      + PREFIX
                      + "stats"));
    }
  }

  private Answer route(byte[] body) {
    Routes routes;
    try {
      routes = RouteStore.parse(body);
    } catch (IllegalArgumentException e) {
      return Answer.error(400, "the routes are refused: " + e.getMessage());
    }
    return Answer.json(200, Map.of("generation", gateway.route(routes)));
  }

  private boolean authorised(Exchange exchange) {
    byte[] given = exchange.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
    // MessageDigest.isEqual takes equally long whichever byte differs.
    return expected.isPresent() && MessageDigest.isEqual(expected.get(), given);
  }
}
