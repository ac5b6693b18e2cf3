package io.lepton.gcp.client;

import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The file with credentials that the settings name; its content is never shown. */
final class KeyFile {

  /** The setting that names it. */
  static final String VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";

  private final String provider;
  private final String name;

  KeyFile(String provider, String name) {
    this.provider = provider;
    this.name = name;
  }

  /**
   * Reads it; asks the network for nothing.
   *
   * @throws CloudException INVALID_ARGUMENT when it holds no credentials, or those of another
   *     universe, naming it and why
   */
  GoogleCredentials read(HttpTransportFactory transport, Universe universe) {
    byte[] content = content();
    checkObject(content);
    try {
      GoogleCredentials found =
          GoogleCredentials.fromStream(new ByteArrayInputStream(content), transport);
      String theirs = found.getUniverseDomain();
      if (theirs.equals(universe.domain())) {
        return found;
      }
      throw refusal()
          .message(
              VARIABLE
                  + " names '"
                  + name
                  + "', which holds credentials for "
                  + theirs
                  + ", not for "
                  + universe.domain()
                  + "; set "
                  + Universe.VARIABLE
                  + "="
                  + theirs
                  + ", or name others");
    } catch (IOException e) {
      throw refused("is no key file of Google's: " + e.getMessage(), e);
    } catch (CloudException e) {
      throw e;
    } catch (RuntimeException e) {
      // Google's library casts what it finds; its words could repeat a secret.
      throw refused("is no key file of Google's", e);
    }
  }

  private byte[] content() {
    try {
      return Files.readAllBytes(Path.of(name));
    } catch (InvalidPathException e) {
      throw refused("is no path", e);
    } catch (NoSuchFileException e) {
      throw refused("cannot be read: there is no such file", e);
    } catch (IOException e) {
      throw refused("cannot be read: " + e.getMessage(), e);
    }
  }

  private void checkObject(byte[] content) {
    try {
      if (JsonParser.parseString(new String(content, StandardCharsets.UTF_8)).isJsonObject()) {
        return;
      }
    } catch (JsonParseException e) {
      // Told below, without a cause that could repeat the content.
    }
    throw refusal().message(told("holds no JSON object"));
  }

  private CloudException refused(String why, Exception cause) {
    return refusal().cause(cause).message(told(why));
  }

  private CloudException.Builder refusal() {
    return CloudException.of(ErrorKind.INVALID_ARGUMENT).provider(provider).operation("open");
  }

  private String told(String why) {
    return VARIABLE
        + " names '"
        + name
        + "', which "
        + why
        + "; name a service account's key file, or unset it and run gcloud auth"
        + " application-default login";
  }
}
