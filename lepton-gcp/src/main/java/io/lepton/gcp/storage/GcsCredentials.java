package io.lepton.gcp.storage;

import com.google.auth.oauth2.GoogleCredentials;
import io.lepton.spi.ProviderConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Application default credentials, resolved by the first request. Thread safe. */
final class GcsCredentials {
  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

  private final Optional<String> keyFile;
  private volatile @Nullable GoogleCredentials resolved;

  GcsCredentials(ProviderConfig config) {
    keyFile = config.setting("GOOGLE_APPLICATION_CREDENTIALS");
  }

  /** The headers that prove who asks; a token that ends soon is renewed before. */
  Map<String, List<String>> headers(URI uri) throws CredentialsException {
    try {
      return resolve().getRequestMetadata(uri);
    } catch (IOException e) {
      throw new CredentialsException(e);
    }
  }

  private GoogleCredentials resolve() throws IOException {
    GoogleCredentials known = resolved;
    if (known == null) {
      synchronized (this) {
        known = resolved;
        if (known == null) {
          known = load().createScoped(SCOPE);
          resolved = known;
        }
      }
    }
    return known;
  }

  private GoogleCredentials load() throws IOException {
    if (keyFile.isEmpty()) {
      return GoogleCredentials.getApplicationDefault();
    }
    try (InputStream file = Files.newInputStream(Path.of(keyFile.get()))) {
      return GoogleCredentials.fromStream(file);
    }
  }
}
