package io.lepton.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.testkit.wire.WireRequest;
import io.lepton.transfer.Mirror;
import io.lepton.transfer.TransferFailure;
import io.lepton.transfer.TransferResult;
import io.lepton.transfer.VerifyRequest;
import io.lepton.transfer.VerifyResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Places that nothing can be moved from or to: each is told by name with what to do, the other side
 * stays as it was, and nothing half-written lies about. Permissions that are denied one at a time
 * are in {@link CloudOnTheWire}.
 */
abstract class BadPlaces extends WireFixture {

  BadPlaces(Dialect dialect) {
    super(dialect);
  }

  private Place missing() {
    return new Place(site.scheme(), "no-such-place-here", "x/");
  }

  private static TransferFailure only(TransferResult result) {
    assertThat(result.verified()).isFalse();
    assertThat(result.copied()).isZero();
    assertThat(result.failures()).as(result.toString()).hasSize(1);
    return result.failures().get(0);
  }

  @Test
  void aMissingSourceIsNamedAndTheTargetStaysAsItIs() throws IOException {
    Map<String, byte[]> world = small(2, 10);
    files(world);
    TransferFailure failure =
        only(
            lepton.transfer(
                transfer(missing(), Place.file(folder)).mirror(Mirror.standard()).build()));
    assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(failure.message()).contains("'no-such-place-here'");
    assertThat(folderContents()).hasSize(2);
  }

  @Test
  void aMissingTargetIsNamed() throws IOException {
    files(small(2, 10));
    TransferFailure failure =
        only(lepton.transfer(transfer(Place.file(folder), missing()).build()));
    assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(failure.message()).contains("'no-such-place-here'");
  }

  @Test
  void aPlaceThatIsMissingIsNotVerified() throws IOException {
    files(small(2, 10));
    for (VerifyRequest request :
        new VerifyRequest[] {
          VerifyRequest.of(Place.file(folder), missing()),
          VerifyRequest.of(missing(), Place.file(folder))
        }) {
      Optional<ErrorKind> told;
      try {
        VerifyResult result = lepton.verify(request, verdict -> {}, event -> {});
        assertThat(result.allEqual()).isFalse();
        told = result.failures().stream().map(TransferFailure::kind).findFirst();
      } catch (CloudException e) {
        told = Optional.of(e.kind());
      }
      assertThat(told).contains(ErrorKind.NOT_FOUND);
    }
  }

  @Test
  void credentialsThatHaveExpiredAreToldAtEitherSide() throws IOException {
    objects(small(2, 10));
    script.onAny().then(dialect.expired());
    for (TransferResult result : new TransferResult[] {upload(), download()}) {
      TransferFailure failure = only(result);
      assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
      assertThat(failure.message()).contains("expired");
    }
    assertThat(folderContents()).isEmpty();
  }

  @Test
  void credentialsThatExpireInTheMiddleAreToldAndWhatHadArrivedIsRight() throws IOException {
    Map<String, byte[]> world = small(12, 1000);
    files(world);
    script.onAny().where(dialect::writes).from(4).then(dialect.expired());
    TransferResult result = upload();
    assertThat(result.failures())
        .isNotEmpty()
        .allMatch(failure -> failure.kind() == ErrorKind.PERMISSION_DENIED)
        .allMatch(failure -> failure.message().contains("expired"));
    rightOrNamedAtTarget(result, world);
    script.clear();
    everythingIsThere(world, upload());
  }

  @Test
  void aTargetThatMayOnlyBeReadGetsNothingAndNamesEveryObject() throws IOException {
    Map<String, byte[]> world = small(3, 1000);
    world.put("large", large().get("o1"));
    files(world);
    script.onAny().where(BadPlaces::changes).then(dialect.denied());
    TransferResult result = upload();
    assertThat(result.failures())
        .allMatch(failure -> failure.kind() == ErrorKind.PERMISSION_DENIED)
        .extracting(TransferFailure::key)
        .containsExactlyInAnyOrderElementsOf(world.keySet());
    assertThat(contents()).isEmpty();
    assertThat(openUploads()).isEmpty();
    assertThat(folderContents()).hasSize(4);
  }

  private static boolean changes(WireRequest request) {
    return !request.method().equals("GET") && !request.method().equals("HEAD");
  }

  @Test
  void aKeyThatIsTooLongForTheTargetIsNamedAndTheOthersArrive() throws IOException {
    String segment = "d".repeat(200) + "/";
    Path deep = Files.createDirectories(folder.resolve(segment.repeat(5)));
    String key = segment.repeat(5) + "k".repeat(15);
    Files.writeString(deep.resolve("k".repeat(15)), "too deep");
    Files.writeString(folder.resolve("fine"), "fine");
    TransferResult result = upload();
    assertThat(result.copied()).isEqualTo(1);
    assertThat(result.failures()).as(result.toString()).hasSize(1);
    TransferFailure failure = result.failures().get(0);
    assertThat(failure.key()).isEqualTo(key);
    assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
    assertThat(failure.message()).contains("1024");
    assertThat(contents()).containsOnlyKeys("fine");
  }

  /** For limits that a sparse file can exceed. */
  final void anObjectThatIsTooLargeIsNamedBeforeAByteIsRead() throws IOException {
    long most = site.provider().limits().maxObjectSizeBytes();
    try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
      sparse.setLength(most + 1);
    }
    Files.writeString(folder.resolve("fine"), "fine");
    TransferResult result = upload();
    Files.delete(folder.resolve("huge"));
    assertThat(result.copied()).isEqualTo(1);
    assertThat(result.failures()).as(result.toString()).hasSize(1);
    TransferFailure failure = result.failures().get(0);
    assertThat(failure.key()).isEqualTo("huge");
    assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
    assertThat(failure.message()).contains(Long.toString(most));
    assertThat(contents()).containsOnlyKeys("fine");
  }

  final void rightOrNamedAtTarget(TransferResult result, Map<String, byte[]> world) {
    Map<String, byte[]> there = contents();
    world.forEach(
        (key, bytes) -> {
          if (there.containsKey(key)) {
            assertThat(there.get(key)).as(key).isEqualTo(bytes);
          } else {
            assertThat(result.failures()).extracting(TransferFailure::key).contains(key);
          }
        });
  }
}
