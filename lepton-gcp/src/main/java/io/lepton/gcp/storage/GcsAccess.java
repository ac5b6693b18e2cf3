package io.lepton.gcp.storage;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.HttpStorageOptions;
import com.google.cloud.storage.StorageOptions;
import io.lepton.spi.ProviderConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In whose name requests are sent: google-cloud-storage's options with application default
 * credentials, or none for an emulator, resolved by the first request. Thread safe.
 */
final class GcsAccess {
  static final String SERVICE = "https://storage.googleapis.com";

  /** Objects need no project; a name given here keeps the options from asking the network. */
  private static final String NO_PROJECT = "none";

  private final ProviderConfig config;
  private final Optional<String> emulator;
  private final HttpTransport transport;
  private final int connectMillis;
  private final int answerMillis;
  private volatile @Nullable HttpRequestInitializer resolved;

  GcsAccess(
      ProviderConfig config,
      Optional<String> emulator,
      HttpTransport transport,
      int connectMillis,
      int answerMillis) {
    this.config = config;
    this.emulator = emulator;
    this.transport = transport;
    this.connectMillis = connectMillis;
    this.answerMillis = answerMillis;
  }

  /** Adds time limits and what proves who asks; a token that ends soon is renewed before. */
  void initialize(HttpRequest request) throws CredentialsException {
    try {
      resolve().initialize(request);
    } catch (IOException e) {
      throw new CredentialsException(e);
    }
  }

  private HttpRequestInitializer resolve() throws IOException {
    HttpRequestInitializer known = resolved;
    if (known == null) {
      synchronized (this) {
        known = resolved;
        if (known == null) {
          HttpTransportOptions sending =
              HttpTransportOptions.newBuilder()
                  .setHttpTransportFactory(() -> transport)
                  .setConnectTimeout(connectMillis)
                  .setReadTimeout(answerMillis)
                  .build();
          known = sending.getHttpRequestInitializer(options(sending));
          resolved = known;
        }
      }
    }
    return known;
  }

  private HttpStorageOptions options(HttpTransportOptions sending) throws IOException {
    return StorageOptions.http()
        .setHost(emulator.orElse(SERVICE))
        .setProjectId(config.setting("GOOGLE_CLOUD_PROJECT").orElse(NO_PROJECT))
        .setCredentials(emulator.isPresent() ? NoCredentials.getInstance() : credentials())
        .setTransportOptions(sending)
        .setRetrySettings(ServiceOptions.getNoRetrySettings())
        .build();
  }

  private Credentials credentials() throws IOException {
    Optional<String> keyFile = config.setting("GOOGLE_APPLICATION_CREDENTIALS");
    if (keyFile.isEmpty()) {
      return GoogleCredentials.getApplicationDefault();
    }
    try (InputStream file = Files.newInputStream(Path.of(keyFile.get()))) {
      return GoogleCredentials.fromStream(file);
    }
  }
}
