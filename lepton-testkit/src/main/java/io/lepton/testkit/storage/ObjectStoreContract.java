package io.lepton.testkit.storage;

import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every promise of {@link io.lepton.spi.storage.ObjectStore}, as a suite. A provider's test says
 * which provider and where it may write, and inherits the rest:
 *
 * <pre>{@code
 * class ZipStoreContractTest extends ObjectStoreContract {
 *   @Override protected CloudProvider provider() { return new ZipProvider(); }
 *   @Override protected Place emptyPlace() { return Place.parse("zip://archive/" + UUID.randomUUID()); }
 * }
 * }</pre>
 *
 * <p>Capabilities must tell the truth: what the provider offers is demanded, and what it does not
 * offer must be refused with UNSUPPORTED or, for metadata, left out visibly from what {@code put}
 * returns. Nothing is skipped: what an emulator does otherwise than its cloud is named in {@link
 * #knownFaults}, and the suite proves it.
 */
@ExtendWith(KnownFaults.class)
public abstract class ObjectStoreContract {

  /** The provider under test. Asked once for each backend that a test opens. */
  protected abstract CloudProvider provider();

  /** A place that can be written to and holds nothing; another one at each call. */
  protected abstract Place emptyPlace();

  /** What the provider is opened with; the process environment unless overridden. */
  protected ProviderConfig config() {
    return ProviderConfig.fromEnvironment();
  }

  /**
   * Whether the service takes this key at all. A key that it documents as impossible must be
   * refused with INVALID_ARGUMENT; every other key must work.
   */
  protected boolean takesKey(String key) {
    return true;
  }

  /**
   * What the service that stands in for the cloud is known to do wrong: names of tests, {@code
   * method} or {@code method(argument)}, with what happens instead. Such a test must fail; when it
   * passes, the service has been mended and the entry has to go. Empty unless overridden.
   */
  protected Map<String, String> knownFaults() {
    return Map.of();
  }

  @Nested
  @DisplayName("Writes")
  class Writes extends WritingPromises {
    Writes() {
      super(ObjectStoreContract.this);
    }
  }

  @Nested
  @DisplayName("Checksums")
  class ChecksumsOfWrites extends ChecksumPromises {
    ChecksumsOfWrites() {
      super(ObjectStoreContract.this);
    }
  }

  @Nested
  @DisplayName("Conditional writes")
  class ConditionalWrites extends ConditionalPromises {
    ConditionalWrites() {
      super(ObjectStoreContract.this);
    }
  }

  @Nested
  @DisplayName("Reads")
  class Reads extends ReadingPromises {
    Reads() {
      super(ObjectStoreContract.this);
    }
  }

  @Nested
  @DisplayName("Keys")
  class AllKeys extends KeyPromises {
    AllKeys() {
      super(ObjectStoreContract.this);
    }
  }

  @Nested
  @DisplayName("Listings")
  class Listings extends ListingPromises {
    Listings() {
      super(ObjectStoreContract.this);
    }
  }

  @Nested
  @DisplayName("Metadata")
  class Metadata extends MetadataPromises {
    Metadata() {
      super(ObjectStoreContract.this);
    }
  }

  @Nested
  @DisplayName("Deletions")
  class Deletions extends DeletingPromises {
    Deletions() {
      super(ObjectStoreContract.this);
    }
  }

  @Nested
  @DisplayName("Copies inside the provider")
  class Copies extends CopyPromises {
    Copies() {
      super(ObjectStoreContract.this);
    }
  }

  @Nested
  @DisplayName("Multipart uploads")
  class MultipartUploads extends MultipartPromises {
    MultipartUploads() {
      super(ObjectStoreContract.this);
    }
  }

  @Nested
  @DisplayName("Completed multipart uploads")
  class CompletedUploads extends CompletionPromises {
    CompletedUploads() {
      super(ObjectStoreContract.this);
    }
  }

  @Nested
  @DisplayName("Errors, interrupts and closing")
  class Errors extends ErrorPromises {
    Errors() {
      super(ObjectStoreContract.this);
    }
  }
}
