package io.lepton.testkit.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.PutRequest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

abstract class ChecksumPromises extends Promises {
  private static final byte[] CONTENT = random(100_003, 3);

  ChecksumPromises(ObjectStoreContract contract) {
    super(contract);
  }

  private static void assertTrueOf(byte[] content, Checksums checksums) {
    checksums
        .byAlgorithm()
        .forEach(
            (algorithm, checksum) ->
                assertThat(checksum)
                    .isEqualTo(ContentDigest.of(algorithm, ByteBuffer.wrap(content))));
  }

  @Test
  void aWriteReturnsAStrongChecksumOfWhatIsStored() {
    ObjectInfo info = put("k", CONTENT);
    assertThat(info.checksums().byAlgorithm()).isNotEmpty();
    assertTrueOf(CONTENT, info.checksums());
    assertTrueOf(new byte[0], put("empty", "").checksums());
  }

  @Test
  void whatStatAndListingsTellIsTrue() {
    put("k", CONTENT);
    assertTrueOf(CONTENT, info("k").checksums());
    assertTrueOf(CONTENT, list(ListRequest.all()).get(0).checksums());
  }

  @ParameterizedTest
  @EnumSource
  void theRightChecksumIsAccepted(ChecksumAlgorithm algorithm) {
    Checksum right = ContentDigest.of(algorithm, ByteBuffer.wrap(CONTENT));
    PutRequest request = PutRequest.of("k", ObjectContent.of(CONTENT)).checksum(right);
    if (algorithm == ChecksumAlgorithm.CRC32C) {
      store().put(request);
    } else {
      try {
        store().put(request);
      } catch (CloudException e) {
        assertThat(e.kind())
            .as("a digest that the store cannot check")
            .isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(store().stat("k")).isEmpty();
        return;
      }
    }
    assertThat(bytes("k")).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @EnumSource
  void aWrongChecksumLeavesTheOldObject(ChecksumAlgorithm algorithm) {
    put("k", "old");
    Checksum wrong = ContentDigest.of(algorithm, ByteBuffer.wrap(new byte[1]));
    PutRequest request = PutRequest.of("k", ObjectContent.of(CONTENT)).checksum(wrong);
    if (algorithm == ChecksumAlgorithm.CRC32C) {
      fails(() -> store().put(request), ErrorKind.DATA_CORRUPTED);
    } else {
      fails(() -> store().put(request), ErrorKind.DATA_CORRUPTED, ErrorKind.UNSUPPORTED);
    }
    assertThat(text("k")).isEqualTo("old");
    assertThat(keys()).containsExactly("k");
  }

  @Test
  void aWrongChecksumLeavesNothingWhereNothingWas() {
    PutRequest request = PutRequest.of("k", ObjectContent.of(CONTENT)).checksum(Checksum.crc32c(0));
    fails(() -> store().put(request), ErrorKind.DATA_CORRUPTED);
    assertThat(store().stat("k")).isEmpty();
    assertThat(keys()).isEmpty();
  }
}
