package io.lepton.gcp.kms;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudkms.v1.CloudKMS;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import io.lepton.spi.ProviderConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Google's client of the service, which sends each request once; credentials are resolved by the
 * first. Thread safe.
 */
final class CloudKmsClient {
  private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloudkms");
  private static final int CONNECT_MILLIS = 20_000;
  private static final int ANSWER_MILLIS = 60_000;

  private final ProviderConfig config;
  private final Optional<String> emulator;
  private @Nullable HttpRequestInitializer credentials;

  /** No access token could be had. */
  static final class CredentialsException extends IOException {
    private static final long serialVersionUID = 1L;

    CredentialsException(IOException cause) {
      super(cause.toString(), cause);
    }
  }

  CloudKmsClient(ProviderConfig config, Optional<String> emulator) {
    this.config = config;
    this.emulator = emulator;
  }

  /** The calls about keys. */
  CloudKMS.Projects.Locations.KeyRings.CryptoKeys keys() {
    CloudKMS.Builder builder =
        new CloudKMS.Builder(
                new NetHttpTransport(), GsonFactory.getDefaultInstance(), this::prepare)
            .setApplicationName("lepton");
    emulator.ifPresent(root -> builder.setRootUrl(root.endsWith("/") ? root : root + "/"));
    return builder.build().projects().locations().keyRings().cryptoKeys();
  }

  private void prepare(HttpRequest request) throws IOException {
    if (emulator.isEmpty()) {
      try {
        credentials().initialize(request);
      } catch (IOException e) {
        throw new CredentialsException(e);
      }
    }
    request.setConnectTimeout(CONNECT_MILLIS);
    request.setReadTimeout(ANSWER_MILLIS);
    request.setNumberOfRetries(0);
    request.setFollowRedirects(false);
    request.setLoggingEnabled(false);
    request.setCurlLoggingEnabled(false);
  }

  private synchronized HttpRequestInitializer credentials() throws IOException {
    if (credentials == null) {
      credentials = new HttpCredentialsAdapter(found().createScoped(SCOPES));
    }
    return credentials;
  }

  private GoogleCredentials found() throws IOException {
    Optional<String> keyFile = config.setting("GOOGLE_APPLICATION_CREDENTIALS");
    if (keyFile.isEmpty()) {
      return GoogleCredentials.getApplicationDefault();
    }
    try (InputStream file = Files.newInputStream(Path.of(keyFile.get()))) {
      return GoogleCredentials.fromStream(file);
    }
  }
}
