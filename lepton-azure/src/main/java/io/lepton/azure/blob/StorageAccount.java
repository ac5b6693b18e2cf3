package io.lepton.azure.blob;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The account that the settings name, and how requests prove that they may use it.
 *
 * @param endpoint base address of its blob service, without a trailing slash
 * @param access the proof; never printed
 */
record StorageAccount(String endpoint, Access access) {
  static final String CONNECTION_STRING = "AZURE_STORAGE_CONNECTION_STRING";
  static final String ACCOUNT = "AZURE_STORAGE_ACCOUNT";
  static final String KEY = "AZURE_STORAGE_KEY";
  static final String SAS = "AZURE_STORAGE_SAS_TOKEN";

  /** The emulator's account and key, which its documentation publishes for everybody. */
  private static final String EMULATOR =
      "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq"
          + "/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1";

  /** A proof of access. */
  sealed interface Access {

    /** One of the account's two keys: every right. */
    record Key(String account, String base64) implements Access {
      @Override
      public String toString() {
        return "account key";
      }
    }

    /** A shared access signature: the rights, places and days it was made for. */
    record Signature(String token) implements Access {
      public Signature {
        token = token.startsWith("?") ? token.substring(1) : token;
        if (!token.matches("[!-~]+")) {
          // Never quoted: it is a secret.
          throw unusable("the shared access signature is empty or holds spaces");
        }
      }

      @Override
      public String toString() {
        return "shared access signature";
      }
    }

    /** Whoever this process or machine is signed in as. */
    record Identity() implements Access {}
  }

  StorageAccount {
    endpoint = endpoint.replaceFirst("/+$", "");
    URI address;
    try {
      address = URI.create(endpoint);
    } catch (IllegalArgumentException e) {
      throw unusable("the blob endpoint '" + endpoint + "' is no URL");
    }
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.matches("https?") || address.getHost() == null) {
      throw unusable("the blob endpoint '" + endpoint + "' is no http or https URL");
    }
    if (access instanceof Access.Identity && scheme.equals("http")) {
      throw unusable("tokens are sent over https only, not to '" + endpoint + "'");
    }
  }

  /** The account named by the settings; empty when they name none. */
  static Optional<StorageAccount> of(ProviderConfig config) {
    Optional<String> connection = config.setting(CONNECTION_STRING);
    if (connection.isPresent()) {
      return Optional.of(parse(connection.get()));
    }
    return config
        .setting(ACCOUNT)
        .map(
            name ->
                new StorageAccount(
                    "https://" + checkedName(name) + ".blob.core.windows.net",
                    access(name, config.setting(KEY), config.setting(SAS))));
  }

  private static StorageAccount parse(String connection) {
    Map<String, String> parts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String piece : connection.split(";", -1)) {
      int equals = piece.indexOf('=');
      if (equals > 0) {
        parts.put(piece.substring(0, equals).strip(), piece.substring(equals + 1).strip());
      } else if (!piece.isBlank()) {
        throw unusable(CONNECTION_STRING + " must be name=value pairs separated by ;");
      }
    }
    if ("true".equalsIgnoreCase(parts.get("UseDevelopmentStorage"))) {
      return parse(EMULATOR);
    }
    Optional<String> name = Optional.ofNullable(parts.get("AccountName"));
    String endpoint =
        Optional.ofNullable(parts.get("BlobEndpoint"))
            .or(
                () ->
                    name.map(
                        account ->
                            parts.getOrDefault("DefaultEndpointsProtocol", "https")
                                + "://"
                                + checkedName(account)
                                + ".blob."
                                + parts.getOrDefault("EndpointSuffix", "core.windows.net")))
            .orElseThrow(
                () -> unusable(CONNECTION_STRING + " names neither AccountName nor BlobEndpoint"));
    return new StorageAccount(
        endpoint,
        access(
            name.orElse(""),
            Optional.ofNullable(parts.get("AccountKey")),
            Optional.ofNullable(parts.get("SharedAccessSignature"))));
  }

  private static Access access(String account, Optional<String> key, Optional<String> signature) {
    if (key.isPresent()) {
      if (account.isEmpty()) {
        throw unusable("an account key is of no use without the account's name");
      }
      try {
        java.util.Base64.getDecoder().decode(key.get());
      } catch (IllegalArgumentException e) {
        // The decoder's message quotes what it could not decode.
        throw unusable("the key of account '" + account + "' is not Base64");
      }
      return new Access.Key(account, key.get());
    }
    return signature.<Access>map(Access.Signature::new).orElseGet(Access.Identity::new);
  }

  private static String checkedName(String name) {
    if (!name.matches("[a-z0-9]{3,24}")) {
      throw unusable(
          "'"
              + name
              + "' is no storage account: its name has 3 to 24 lower-case letters or digits");
    }
    return name;
  }

  static CloudException unusable(String detail) {
    return CloudException.of(ErrorKind.INVALID_ARGUMENT)
        .provider(BlobErrors.PROVIDER)
        .operation("open")
        .message(
            detail
                + "; set "
                + CONNECTION_STRING
                + ", or "
                + ACCOUNT
                + " with "
                + KEY
                + " or "
                + SAS);
  }
}
