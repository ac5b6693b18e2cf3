package io.lepton.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.testkit.wire.WireFault;
import io.lepton.transfer.Mirror;
import io.lepton.transfer.Retries;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferResult;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Transfers between folders and one cloud while the wire to it goes wrong: what others lost data to
 * and only the wire can show. Whatever happens, the target then holds right objects, and what is
 * missing is named.
 */
abstract class CloudOnTheWire extends WireFixture {

  CloudOnTheWire(Dialect dialect) {
    super(dialect);
  }

  @Test
  void anUploadThatBreaksOffIsSentAgainFromItsFirstByte() throws IOException {
    Map<String, byte[]> world = small(6, 200_000);
    files(world);
    for (int write = 1; write <= 5; write += 2) {
      script.onAny().where(dialect::writes).call(1).then(new WireFault.CutRequest(90_000));
    }
    everythingArrives(upload(), world);
  }

  @Test
  void anUploadWhoseAnswerIsLostIsSettledByLookingAtTheTarget() throws IOException {
    Map<String, byte[]> world = small(4, 30_000);
    files(world);
    script.onAny().where(dialect::writes).first(2).then(WireFault.lostAnswer());
    everythingArrives(upload(), world);
  }

  @Test
  void aFlippedByteOnTheWayUpNeverStays() throws IOException {
    Map<String, byte[]> world = small(3, 300_000);
    files(world);
    script.onAny().where(dialect::writes).first(1).then(new WireFault.FlipRequest(150_000));
    rightOrNamed(upload(), world);
  }

  @Test
  void aFlippedByteOfAPartNeverStays() throws IOException {
    Map<String, byte[]> world = large();
    files(world);
    script.onAny().where(dialect::writesPart).call(2).then(new WireFault.FlipRequest(4_000_000));
    rightOrNamed(upload(), world);
  }

  @Test
  void partsThatBreakOffAndPartsWhoseAnswersAreLostAreSentAgain() throws IOException {
    Map<String, byte[]> world = large();
    files(world);
    script.onAny().where(dialect::writesPart).call(1).then(new WireFault.CutRequest(2_000_000));
    script.onAny().where(dialect::writesPart).call(1).then(WireFault.lostAnswer());
    everythingArrives(upload(), world);
    assertThat(openUploads()).isEmpty();
  }

  @Test
  void aCompletionWhoseAnswerIsLostIsFoundToHaveHappened() throws IOException {
    Map<String, byte[]> world = large();
    files(world);
    script.onAny().where(dialect::completes).call(1).then(WireFault.lostAnswer());
    everythingArrives(upload(), world);
    assertThat(openUploads()).isEmpty();
  }

  @Test
  void anUploadThatTheServiceForgotIsStartedAgainOrNamed() throws IOException {
    Map<String, byte[]> world = large();
    files(world);
    script.onAny().where(dialect::writesPart).call(2).then(dialect.uploadGone());
    rightOrNamed(upload(), world);
    script.clear();
    everythingIsThere(world, upload());
  }

  @Test
  void aBusyServiceIsAskedAgainUntilItAnswers() throws IOException {
    Map<String, byte[]> world = small(10, 5_000);
    files(world);
    script.onAny().share(0.3, 5).first(12).then(dialect.slowDown());
    everythingArrives(upload(), world);
    assertThat(proxy.faultCount()).as("faults").isGreaterThan(faultsBefore);
  }

  @Test
  void aDownloadThatBreaksOffIsNeverTakenForWhole() throws IOException {
    Map<String, byte[]> world = small(5, 100_000);
    objects(world);
    script.onAny().where(dialect::reads).first(3).then(new WireFault.CutAnswer(60_000));
    everythingArrives(download(), world);
  }

  @Test
  void aLargeDownloadThatBreaksOffIsNeverTakenForWhole() throws IOException {
    Map<String, byte[]> world = large();
    objects(world);
    script.onAny().where(dialect::reads).first(2).then(new WireFault.CutAnswer(3_000_000));
    everythingArrives(download(), world);
  }

  @Test
  void aShorterAnswerThatLooksWholeIsNoticed() throws IOException {
    Map<String, byte[]> world = small(3, 100_000);
    objects(world);
    script.onAny().where(dialect::reads).first(1).then(new WireFault.ShortenAnswer(60_000));
    rightOrNamed(download(), world);
  }

  @Test
  void aFlippedByteOnTheWayDownIsNoticed() throws IOException {
    Map<String, byte[]> world = small(3, 100_000);
    objects(world);
    script.onAny().where(dialect::reads).first(1).then(new WireFault.FlipAnswer(70_000));
    rightOrNamed(download(), world);
  }

  @Test
  void aListingThatIsAskedToSlowDownIsStillWhole() throws IOException {
    Map<String, byte[]> world = small(5, 10);
    objects(world);
    Files.writeString(folder.resolve("extra"), "deleted in the end");
    script.onAny().where(dialect::lists).first(2).then(dialect.slowDown());
    everythingArrives(download(Mirror.maxDelete(100)), world);
    assertThat(folder.resolve("extra")).doesNotExist();
  }

  @Test
  void aListingThatBreaksOffIsNotTakenForItsEnd() throws IOException {
    Map<String, byte[]> world = small(5, 10);
    objects(world);
    Files.writeString(folder.resolve("o1"), "an older one");
    script.onAny().where(dialect::lists).first(1).then(new WireFault.CutAnswer(150));
    everythingArrives(download(Mirror.maxDelete(100)), world);
  }

  @Test
  void aListingThatIsDeniedDeletesNothing() throws IOException {
    objects(small(3, 10));
    Files.writeString(folder.resolve("mine"), "stays");
    script.onAny().where(dialect::lists).then(dialect.denied());
    TransferResult result = download(Mirror.maxDelete(100));
    assertThat(result.failures())
        .isNotEmpty()
        .allMatch(failure -> failure.kind() == ErrorKind.PERMISSION_DENIED);
    assertThat(result.deleted()).isZero();
    assertThat(folder.resolve("mine")).hasContent("stays");
  }

  @Test
  void aReadThatIsDeniedNamesItsObjectAndDeletesNothing() throws IOException {
    Map<String, byte[]> world = small(3, 10);
    objects(world);
    Files.writeString(folder.resolve("extra"), "stays");
    script.onAny().where(dialect::reads).where(r -> r.path().endsWith("o2")).then(dialect.denied());
    TransferResult result = download(Mirror.maxDelete(100));
    assertDenied(result, "o2");
    assertThat(result.copied()).isEqualTo(2);
    assertThat(folder.resolve("o2")).doesNotExist();
    assertThat(folder.resolve("extra")).exists();
  }

  @Test
  void aWriteThatIsDeniedNamesItsObject() throws IOException {
    files(small(3, 10));
    script.onAny().where(dialect::writes).call(2).then(dialect.denied());
    TransferResult result = upload();
    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.failures().get(0).kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
    assertThat(result.copied()).isEqualTo(2);
    assertThat(contents().keySet()).doesNotContain(result.failures().get(0).key()).hasSize(2);
  }

  @Test
  void aDeletionThatIsDeniedNamesItsObjectsAndTheyStay() throws IOException {
    objects(small(3, 10));
    files(Map.of("o1", small(3, 10).get("o1")));
    script.onAny().where(dialect::deletes).then(dialect.denied());
    TransferResult result =
        lepton.transfer(transfer(Place.file(folder), cloud).mirror(Mirror.maxDelete(100)).build());
    assertThat(result.failures())
        .isNotEmpty()
        .allMatch(failure -> failure.kind() == ErrorKind.PERMISSION_DENIED);
    assertThat(contents()).hasSize(3);
  }

  @Test
  void aServiceThatFallsSilentIsGivenUpAndAskedAgain() throws IOException {
    Map<String, byte[]> world = small(3, 300_000);
    files(world);
    script.onAny().where(dialect::writes).first(2).then(new WireFault.Silence());
    everythingArrives(impatient.transfer(transfer(Place.file(folder), cloud).build()), world);
  }

  @Test
  void anUploadThatFallsSilentIsGivenUpAndAskedAgain() throws IOException {
    Map<String, byte[]> world = large();
    files(world);
    script.onAny().where(dialect::writesPart).first(1).then(new WireFault.Silence());
    script.onAny().where(dialect::completes).first(1).then(new WireFault.Silence());
    everythingArrives(impatient.transfer(transfer(Place.file(folder), cloud).build()), world);
    assertThat(openUploads()).isEmpty();
  }

  @Test
  void anAnswerThatStopsInTheMiddleIsGivenUpAndAskedAgain() throws IOException {
    Map<String, byte[]> world = small(3, 300_000);
    world.putAll(Map.of("large", large().get("o1")));
    objects(world);
    script.onAny().where(dialect::lists).first(1).then(new WireFault.StallAnswer(100));
    script.onAny().where(dialect::reads).first(2).then(new WireFault.StallAnswer(90_000));
    everythingArrives(impatient.transfer(transfer(cloud, Place.file(folder)).build()), world);
  }

  @Test
  void aServiceThatNeverAnswersEndsTheRunAndIsNamed() throws IOException {
    files(small(2, 1000));
    script.onAny().where(dialect::writes).then(new WireFault.Silence());
    Transfer transfer =
        transfer(Place.file(folder), cloud)
            .retries(new Retries(2, Duration.ofMillis(1), Duration.ofMillis(2)))
            .build();
    TransferResult result = impatient.transfer(transfer);
    assertThat(result.failures())
        .hasSize(2)
        .allMatch(
            failure ->
                failure.kind() == ErrorKind.TIMED_OUT
                    || failure.kind() == ErrorKind.OUTCOME_UNKNOWN);
    assertThat(contents()).isEmpty();
  }
}
