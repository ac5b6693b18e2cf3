package io.lepton.transfer;

import io.lepton.config.InputException;
import io.lepton.config.Suggestion;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyBackend;
import io.lepton.spi.key.KeyEncryptionKey;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.StorageBackend;
import io.lepton.transfer.crypt.Keyring;
import io.lepton.transfer.crypt.Keysets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Opens places as object stores through the providers at hand. Each provider is opened once, at
 * first use, and closed with this object; stores are closed by who opened them. Thread safe.
 */
public final class ObjectStores implements AutoCloseable {
  private final Map<String, CloudProvider> byScheme = new TreeMap<>();
  private final Map<String, CloudBackends> opened = new HashMap<>();
  private final ProviderConfig config;

  /**
   * Serves the schemes of {@code providers}.
   *
   * @throws InputException when two of them serve the same scheme
   */
  public ObjectStores(Collection<? extends CloudProvider> providers, ProviderConfig config) {
    this.config = config;
    for (CloudProvider provider : providers) {
      for (String scheme : provider.schemes()) {
        CloudProvider other = byScheme.putIfAbsent(scheme, provider);
        if (other != null) {
          throw new InputException(
              "providers "
                  + other.id()
                  + " and "
                  + provider.id()
                  + " both serve "
                  + scheme
                  + "://; leave one of them off the class path");
        }
      }
    }
  }

  /** What the providers are opened with. */
  public ProviderConfig config() {
    return config;
  }

  /**
   * The provider of a place, with its limits and capabilities; opens nothing.
   *
   * @throws InputException when no provider serves its scheme, naming the nearest and all installed
   */
  public CloudProvider providerOf(Place place) {
    CloudProvider provider = byScheme.get(place.scheme());
    if (provider == null) {
      throw new InputException(
          "no installed provider serves "
              + place.scheme()
              + ":// (in "
              + place
              + ")"
              + Suggestion.nearest(place.scheme(), byScheme.keySet())
                  .map(near -> "; did you mean " + near + "://?")
                  .orElse(";")
              + (byScheme.isEmpty()
                  ? " no provider is installed"
                  : " installed are " + String.join("://, ", byScheme.keySet()) + "://"));
    }
    return provider;
  }

  /**
   * Opens a place; the caller closes the store.
   *
   * @throws InputException when its scheme is unknown, its provider stores no objects, or the
   *     provider refuses the place or its own settings
   * @throws CloudException when the provider cannot open it
   */
  public ObjectStore open(Place place) {
    CloudProvider provider = providerOf(place);
    StorageBackend storage =
        given(() -> backends(provider))
            .storage()
            .orElseThrow(
                () ->
                    new InputException(
                        "provider " + provider.id() + " stores no objects (in " + place + ")"));
    return given(() -> storage.open(place));
  }

  /**
   * The keys of one run.
   *
   * @throws InputException when the keyset file is none, no provider serves the URI's scheme, or
   *     the library that encrypts is not on the class path
   */
  Keyring keyring(KeyReference reference) {
    try {
      return new Keyring(
          reference.scheme().isEmpty()
              ? Keysets.encryption(Path.of(reference.text()))
              : key(reference));
    } catch (NoClassDefFoundError e) {
      throw new InputException(
          "encryption needs com.google.crypto.tink:tink on the class path; add that dependency", e);
    }
  }

  private KeyEncryptionKey key(KeyReference reference) {
    return given(() -> keyService(reference).key(reference.text()));
  }

  /** What cannot be opened as it is given is a person's input, and not a failure of the cloud. */
  private static <T> T given(Supplier<T> opening) {
    try {
      return opening.get();
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.INVALID_ARGUMENT) {
        throw new InputException(String.valueOf(e.getMessage()), e);
      }
      throw e;
    }
  }

  private KeyBackend keyService(KeyReference reference) {
    String scheme = reference.scheme().orElseThrow();
    Set<String> known = new TreeSet<>();
    for (CloudProvider provider : byScheme.values()) {
      if (provider.keySchemes().contains(scheme)) {
        return backends(provider)
            .keys()
            .orElseThrow(
                () -> new InputException("provider " + provider.id() + " has no key service"));
      }
      known.addAll(provider.keySchemes());
    }
    throw new InputException(
        "no installed provider has keys at "
            + scheme
            + ":// (in "
            + reference.text()
            + ")"
            + Suggestion.nearest(scheme, known)
                .map(near -> "; did you mean " + near + "://?")
                .orElse(
                    "; installed are " + (known.isEmpty() ? "none" : String.join(", ", known))));
  }

  private synchronized CloudBackends backends(CloudProvider provider) {
    return opened.computeIfAbsent(provider.id(), id -> provider.open(config));
  }

  @Override
  public synchronized void close() {
    opened.values().forEach(CloudBackends::close);
    opened.clear();
  }
}
