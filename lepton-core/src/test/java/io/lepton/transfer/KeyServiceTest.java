package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.testkit.key.MemoryKeys;
import io.lepton.testkit.memory.MemoryProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key service wraps the data keys: asked seldom, and its refusals are told once and well. */
class KeyServiceTest {
  private final Path folder;
  private final TransferWorld world;
  private final MemoryProvider back = new MemoryProvider().named("back");
  private final MemoryKeys service;
  private final KeyReference key;
  private final KeyReference other;

  KeyServiceTest(@TempDir Path folder) {
    this.folder = folder;
    this.world = new TransferWorld(folder);
    this.service = world.target.keys();
    this.key = new KeyReference(service.create("master"));
    this.other = new KeyReference(service.create("other"));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private TransferResult encrypt(KeyReference with) {
    return world.run(world.transfer().encrypt(with).build());
  }

  private TransferResult decrypt(KeyReference with) {
    return world
        .engine(world.target, back)
        .run(
            Transfer.from("new://data/")
                .to("back://data/")
                .state(folder.resolve("back-state"))
                .parallelism(4)
                .retries(TransferWorld.QUICK)
                .decrypt(with)
                .build(),
            event -> {});
  }

  @Test
  void isAskedOnceToWriteAndOnceToReadHoweverManyObjectsThereAre() {
    world.fillSource(300, 3000, 1);
    assertThat(encrypt(key).copied()).isEqualTo(300);
    assertThat(service.requests()).isEqualTo(1);
    assertThat(decrypt(key).copied()).isEqualTo(300);
    assertThat(service.requests()).isEqualTo(2);
    assertThat(TransferWorld.contents(back)).isEqualTo(TransferWorld.contents(world.source));
  }

  @Test
  void isAskedOnceByARunThatFindsNothingToDo() {
    world.fillSource(50, 3000, 1);
    encrypt(key);
    long before = service.requests();
    TransferResult again = encrypt(key);
    assertThat(again.copied()).isZero();
    assertThat(again.skipped()).isEqualTo(50);
    assertThat(service.requests() - before).isEqualTo(1);
  }

  @Test
  void thatRefusesToWriteEndsTheRunBeforeAnythingIsWritten() {
    world.fillSource(20, 100, 1);
    service.forbid(key.text());
    assertThatThrownBy(() -> encrypt(key))
        .isInstanceOfSatisfying(
            CloudException.class,
            error -> assertThat(error.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED))
        .hasMessageContaining(key.text())
        .hasMessageContaining("ask its owner");
    assertThat(world.target.snapshot("data")).isEmpty();
    assertThat(service.requests()).isEqualTo(1);
  }

  @Test
  void thatDoesNotKnowTheKeyEndsTheRunBeforeAnythingIsWritten() {
    world.fillSource(20, 100, 1);
    assertThatThrownBy(() -> encrypt(new KeyReference("new-kms://typo")))
        .isInstanceOfSatisfying(
            CloudException.class, error -> assertThat(error.kind()).isEqualTo(ErrorKind.NOT_FOUND))
        .hasMessageContaining("new-kms://typo");
    assertThat(world.target.snapshot("data")).isEmpty();
  }

  @Test
  void thatCannotBeReachedIsAskedAgainAndThenNamed() {
    world.fillSource(20, 100, 1);
    service.disconnect();
    CloudException error = catchThrowableOfType(CloudException.class, () -> encrypt(key));
    assertThat(error).hasMessageContaining(key.text()).hasMessageContaining("cannot be reached");
    assertThat(service.requests()).isEqualTo(TransferWorld.QUICK.attempts());
    service.reconnect();
    assertThat(encrypt(key).copied()).isEqualTo(20);
  }

  @Test
  void isAskedOnceForADataKeyThatItRefusesToUnwrap() {
    world.fillSource(40, 3000, 1);
    encrypt(key);
    long before = service.requests();
    TransferResult result = decrypt(other);
    assertThat(result.failures())
        .hasSize(40)
        .allSatisfy(
            failure -> {
              assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
              assertThat(failure.message())
                  .contains(other.text())
                  .contains("this key did not wrap the data key");
            });
    assertThat(service.requests() - before).isEqualTo(1);
    assertThat(back.snapshot("data")).isEmpty();
  }

  @Test
  void whoseKeyWasDisabledMeanwhileIsToldForEveryObject() {
    world.fillSource(3, 3000, 1);
    encrypt(key);
    service.disable(key.text());
    assertThat(decrypt(key).failures())
        .hasSize(3)
        .allSatisfy(failure -> assertThat(failure.message()).contains("enable it again"));
  }

  @Test
  void provesATargetByVerify() {
    world.fillSource(30, 3000, 1);
    encrypt(key);
    VerifyRequest request =
        VerifyRequest.of(Place.parse("old://data/"), Place.parse("new://data/"));
    long before = service.requests();
    VerifyResult result =
        world.engine().verify(request.decryptTarget(key), verdict -> {}, event -> {});
    assertThat(result.allEqual()).isTrue();
    assertThat(service.requests() - before).isEqualTo(1);
  }

  @Test
  void isNotAskedByADryRun() {
    world.fillSource(5, 100, 1);
    world.run(world.transfer().encrypt(key).dryRun().build());
    assertThat(service.requests()).isZero();
  }

  @Test
  void whoseUriIsMalformedOrOfNoProviderIsBadInput() {
    assertThatThrownBy(() -> encrypt(new KeyReference("new-kms://Not/A/Name")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("new-kms://Not/A/Name")
        .hasMessageContaining("write new-kms://name");
    assertThatThrownBy(() -> encrypt(new KeyReference("nwe-kms://master")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("did you mean new-kms://?");
  }

  @Test
  void whoseKeyIsNotThatOfTheTargetIsNamedUnlessEverythingIsWrittenAnew() {
    world.fillSource(3, 100, 1);
    encrypt(key);
    Transfer.Builder transfer =
        world.transfer().state(folder.resolve("other-state")).encrypt(other);
    assertThat(world.run(transfer.build()).failures())
        .hasSize(3)
        .allSatisfy(failure -> assertThat(failure.message()).contains(other.text()));
    Transfer full = transfer.state(folder.resolve("full")).strategy(TransferStrategy.FULL).build();
    assertThat(world.run(full).copied()).isEqualTo(3);
    assertThat(decrypt(other).copied()).isEqualTo(3);
  }
}
