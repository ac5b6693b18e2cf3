package io.lepton.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A client of another make than the code under test: the JDK's. */
public final class Http {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Http() {}

  public static HttpResponse<byte[]> get(URI base, String path, String... headers) {
    return send(request(base, path, headers).build());
  }

  public static HttpResponse<byte[]> post(URI base, String path, byte[] body, String... headers) {
    return send(request(base, path, headers).POST(BodyPublishers.ofByteArray(body)).build());
  }

  public static HttpResponse<byte[]> post(URI base, String path, String body, String... headers) {
    return send(request(base, path, headers).POST(BodyPublishers.ofString(body)).build());
  }

  public static CompletableFuture<HttpResponse<byte[]>> postLater(
      URI base, String path, String body, String... headers) {
    return CLIENT.sendAsync(
        request(base, path, headers).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofByteArray());
  }

  public static HttpRequest.Builder request(URI base, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
    return headers.length == 0 ? request : request.headers(headers);
  }

  public static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(
          new String(response.body(), java.nio.charset.StandardCharsets.UTF_8), e);
    }
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String error(HttpResponse<byte[]> response) {
    return json(response).path("error").asText();
  }

  /** Waits for something that happens on another thread or in another process. */
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited 30 seconds in vain: " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }
}
