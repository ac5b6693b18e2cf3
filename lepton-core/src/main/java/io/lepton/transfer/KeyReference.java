package io.lepton.transfer;

import io.lepton.config.InputException;
import java.util.Optional;

/**
 * Names what wraps the keys of encrypted data: a keyset file in Tink's JSON format, or a key of a
 * key management service by its URI ({@code aws-kms://arn:...}).
 *
 * @param text a path or a URI
 */
public record KeyReference(String text) {

  public KeyReference {
    if (text.isBlank()) {
      throw new InputException("name a keyset file or a key's URI, not an empty text");
    }
  }

  /** The scheme of a URI; empty for a file. */
  Optional<String> scheme() {
    int end = text.indexOf("://");
    return end < 1 ? Optional.empty() : Optional.of(text.substring(0, end));
  }
}
