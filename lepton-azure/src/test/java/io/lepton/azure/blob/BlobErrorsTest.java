package io.lepton.azure.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.azure.blob.BlobErrors.Effect;
import io.lepton.azure.blob.StorageAccount.Access;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal is about is decided by its code, never by words that a key may hold too. */
class BlobErrorsTest {
  private final BlobErrors errors =
      new BlobErrors(
          Place.parse("az://box/"), new Denial(new Access.Identity(), new ServerClock()));

  @Test
  void anObjectNamedLikeAnErrorIsNoContainer() {
    CloudException error =
        errors.refused("delete", "ContainerNotFound", Effect.REPEATABLE, 404, "BlobNotFound");
    assertThat(error.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(error).hasMessageContaining("az://box/ContainerNotFound");
    assertThat(BlobErrors.isOfContainer(error)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ContainerNotFound", "ContainerBeingDeleted", "ContainerDisabled"})
  void aContainerThatCannotBeUsedIsNoMissingObject(String code) {
    CloudException error = errors.refused("delete", "k", Effect.REPEATABLE, 404, code);
    assertThat(error.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(BlobErrors.isOfContainer(error)).isTrue();
  }
}
