package io.lepton.azure.keyvault;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What names a key: {@code azure-kv://HOST/keys/NAME[/VERSION]}. Only hosts of the service are
 * names, because tokens are sent there.
 *
 * @param host of the vault, or of the managed HSM
 * @param service the host without the vault's name, which tokens are made for
 * @param name of the key
 * @param version to wrap with; the newest unless told
 */
record VaultKeyName(String host, String service, String name, Optional<String> version) {
  private static final Pattern URI =
      Pattern.compile(
          KeyVaultKeys.SCHEME
              + "://([a-z0-9-]{3,24}\\.((?:vault|managedhsm)"
              + "\\.(?:azure\\.net|azure\\.cn|usgovcloudapi\\.net)))"
              + "/keys/([0-9A-Za-z-]{1,127})(?:/([0-9a-f]{32}))?");

  /**
   * Reads a URI.
   *
   * @throws CloudException INVALID_ARGUMENT
   */
  static VaultKeyName parse(String uri) {
    Matcher parts = URI.matcher(uri);
    if (parts.matches()) {
      return new VaultKeyName(
          parts.group(1), parts.group(2), parts.group(3), Optional.ofNullable(parts.group(4)));
    }
    throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
        .operation("open")
        .location(uri)
        .message(
            "this names no key; write azure-kv://VAULT.vault.azure.net/keys/NAME, with /VERSION"
                + " after it or without");
  }
}
