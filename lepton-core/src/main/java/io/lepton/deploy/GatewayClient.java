package io.lepton.deploy;

import io.lepton.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Speaks the gateway's control API. Every request can be repeated, so one that gets no answer is
 * sent again for a while: a gateway that restarts is no reason to stop a rollout. Thread safe.
 */
final class GatewayClient {
  private static final int ATTEMPTS = 8;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI base;
  private final String token;
  private final Duration between;
  private final HttpClient http;

  GatewayClient(URI base, String token, Duration between) {
    this.base = base;
    this.token = token;
    this.between = between;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /** Where clients send their requests. */
  URI base() {
    return base;
  }

  Routes routes() {
    return Json.read(send("GET", "routes", BodyPublishers.noBody()), Routes.class);
  }

  /** Sets the routes and tells their generation; equal routes keep theirs. */
  long put(Routes routes) {
    String answer = send("PUT", "routes", BodyPublishers.ofString(Json.line(routes)));
    return Json.read(answer, Generation.class).generation();
  }

  GatewayStats stats() {
    return Json.read(send("GET", "stats", BodyPublishers.noBody()), GatewayStats.class);
  }

  private String send(String method, String what, HttpRequest.BodyPublisher body) {
    URI uri = base.resolve("/lepton/gateway/" + what);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() == 200) {
          return response.body();
        }
        if (response.statusCode() < 500 || attempt == ATTEMPTS) {
          throw refused(uri, method, response);
        }
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new DeployException(
              "the gateway at " + base + " does not answer; see its log, then run again", e);
        }
      } catch (InterruptedException e) {
        throw Pause.interrupted(e);
      }
      Pause.of(between);
    }
  }

  private DeployException refused(URI uri, String method, HttpResponse<String> response) {
    if (response.statusCode() == 401 || response.statusCode() == 403) {
      return new DeployException(
          "the gateway at "
              + base
              + " refuses the control token: another user or state folder has made it; use that"
              + " state folder, or destroy the gateway there first");
    }
    return new DeployException(
        "the gateway answers "
            + method
            + " "
            + uri
            + " with "
            + response.statusCode()
            + ": "
            + response.body().strip());
  }

  private record Generation(long generation) {}
}
