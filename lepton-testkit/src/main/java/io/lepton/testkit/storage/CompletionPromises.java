package io.lepton.testkit.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.UploadedPart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class CompletionPromises extends UploadPromises {

  CompletionPromises(ObjectStoreContract contract) {
    super(contract);
  }

  private void assertContent(byte[] expected, ObjectInfo info) {
    assertThat(bytes("k")).isEqualTo(expected);
    assertThat(info.sizeBytes()).isEqualTo(expected.length);
    assertThat(info.version()).isEqualTo(info("k").version());
    assertThat(info.checksums().byAlgorithm()).isNotEmpty();
    info.checksums()
        .byAlgorithm()
        .forEach(
            (algorithm, checksum) ->
                assertThat(checksum)
                    .isEqualTo(ContentDigest.of(algorithm, ByteBuffer.wrap(expected))));
  }

  @Test
  void partsBecomeTheObjectInOrderOfTheirNumbers() {
    if (offered()) {
      MultipartUpload upload = start("k");
      byte[] tail = random(17, 9);
      UploadedPart third = upload(upload, 3, tail);
      UploadedPart first = upload(upload, 1, part(1));
      UploadedPart second = upload(upload, 2, part(2));
      ObjectInfo info = complete(upload, first, second, third);
      assertContent(join(part(1), part(2), tail), info);
    }
  }

  @Test
  void onePartIsEnoughAndMayBeEmpty() {
    if (offered()) {
      MultipartUpload upload = start("k");
      assertContent(new byte[0], complete(upload, upload(upload, 1, new byte[0])));
      MultipartUpload next = start("k");
      assertContent(part(1), complete(next, upload(next, 1, part(1))));
    }
  }

  @Test
  void partsMayGrowAndShrinkAndNumbersMayBeLeftOut() {
    if (offered()) {
      MultipartUpload upload = start("k");
      byte[] larger = join(part(1), part(2));
      UploadedPart two = upload(upload, 2, part(3));
      UploadedPart five = upload(upload, 5, larger);
      UploadedPart nine = upload(upload, 9, part(4));
      ObjectInfo info = complete(upload, two, five, nine);
      assertContent(join(part(3), larger, part(4)), info);
    }
  }

  @Test
  void aPartWrittenTwiceKeepsTheLaterContent() {
    if (offered()) {
      MultipartUpload upload = start("k");
      UploadedPart stale = upload(upload, 1, part(1));
      UploadedPart second = upload(upload, 2, part(2));
      UploadedPart first = upload(upload, 1, part(3));
      assertThat(store().listParts(upload))
          .extracting(UploadedPart::etag)
          .containsExactly(first.etag(), second.etag());
      fails(() -> complete(upload, stale, second), ErrorKind.INVALID_ARGUMENT);
      assertThat(store().stat("k")).isEmpty();
      assertContent(join(part(3), part(2)), complete(upload, first, second));
    }
  }

  @Test
  void writtenPartsThatAreNotNamedAreLeftOut() {
    if (offered()) {
      MultipartUpload upload = start("k");
      UploadedPart first = upload(upload, 1, part(1));
      UploadedPart second = upload(upload, 2, part(2));
      upload(upload, 3, part(3));
      assertContent(join(part(1), part(2)), complete(upload, first, second));
      assertThat(store().listUploads()).isEmpty();
    }
  }

  @Test
  void missingForeignAndDoubledPartsAreRefusedAndTheUploadGoesOn() {
    if (offered()) {
      put("k", "old");
      MultipartUpload upload = start("k");
      UploadedPart first = upload(upload, 1, part(1));
      UploadedPart never = new UploadedPart(2, first.sizeBytes(), first.etag(), Optional.empty());
      UploadedPart wrong = new UploadedPart(1, first.sizeBytes(), "0badc0de", Optional.empty());
      fails(() -> complete(upload), ErrorKind.INVALID_ARGUMENT);
      fails(() -> complete(upload, first, never), ErrorKind.INVALID_ARGUMENT);
      fails(() -> complete(upload, wrong), ErrorKind.INVALID_ARGUMENT);
      fails(() -> complete(upload, first, first), ErrorKind.INVALID_ARGUMENT);
      assertThat(text("k")).isEqualTo("old");
      assertContent(part(1), complete(upload, first));
    }
  }

  @Test
  void aSecondCompletionFindsNoUploadOrAnswersAsTheFirstAndChangesNothing() {
    if (offered()) {
      MultipartUpload upload = start("k");
      UploadedPart part = upload(upload, 1, part(1));
      ObjectInfo info = complete(upload, part);
      try {
        assertThat(complete(upload, part).version()).isEqualTo(info.version());
      } catch (CloudException e) {
        assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
      }
      fails(() -> upload(upload, 2, part(2)), ErrorKind.NOT_FOUND);
      assertContent(part(1), info);
      store().abortUpload(upload);
      assertThat(bytes("k")).isEqualTo(part(1));
    }
  }

  @Test
  void anUnknownUploadIsNotFound() {
    if (offered()) {
      MultipartUpload real = start("k");
      UploadedPart part = upload(real, 1, part(1));
      for (MultipartUpload unknown :
          List.of(
              new MultipartUpload("k", "../../escape"), new MultipartUpload("other", real.id()))) {
        fails(() -> store().listParts(unknown), ErrorKind.NOT_FOUND);
        fails(() -> complete(unknown, part), ErrorKind.NOT_FOUND);
      }
      store().abortUpload(new MultipartUpload("other", real.id()));
      assertContent(part(1), complete(real, part));
    }
  }

  /** How a completion is refused after its key was written to: the upload may have ended by it. */
  private ErrorKind[] refusal(ErrorKind kind) {
    return offers(Capability.INDEPENDENT_UPLOADS)
        ? new ErrorKind[] {kind}
        : new ErrorKind[] {kind, ErrorKind.NOT_FOUND};
  }

  @Test
  void aFreeKeyIsDemandedWhenTheUploadIsCompleted() {
    if (offered() && offers(Capability.CREATE_IF_ABSENT)) {
      put("k", "old");
      MultipartUpload upload = start("k");
      UploadedPart part = upload(upload, 1, part(1));
      fails(
          () -> store().completeUpload(upload, List.of(part), Precondition.absent()),
          ErrorKind.ALREADY_EXISTS);
      assertThat(text("k")).isEqualTo("old");
      assertContent(part(1), store().completeUpload(upload, List.of(part), Precondition.none()));
    }
  }

  @Test
  void aPreconditionIsJudgedWhenTheUploadIsCompleted() {
    if (offered() && offers(Capability.CREATE_IF_ABSENT)) {
      MultipartUpload upload = start("k");
      UploadedPart part = upload(upload, 1, part(1));
      put("k", "quicker");
      fails(
          () -> store().completeUpload(upload, List.of(part), Precondition.absent()),
          refusal(ErrorKind.ALREADY_EXISTS));
      assertThat(text("k")).isEqualTo("quicker");
      store().delete(List.of("k"));
      completedUnlessEnded(
              () -> store().completeUpload(upload, List.of(part), Precondition.absent()))
          .ifPresent(info -> assertContent(part(1), info));
    }
  }

  @Test
  void aVersionIsJudgedWhenTheUploadIsCompleted() {
    if (offered() && offers(Capability.REPLACE_IF_UNCHANGED)) {
      String seen = put("k", "seen").version();
      MultipartUpload upload = start("k");
      UploadedPart part = upload(upload, 1, part(1));
      String newer = put("k", "newer").version();
      fails(
          () -> store().completeUpload(upload, List.of(part), Precondition.unchanged(seen)),
          refusal(ErrorKind.PRECONDITION_FAILED));
      assertThat(text("k")).isEqualTo("newer");
      completedUnlessEnded(
              () -> store().completeUpload(upload, List.of(part), Precondition.unchanged(newer)))
          .ifPresent(info -> assertContent(part(1), info));
    }
  }

  @Test
  void theMetadataGivenAtTheStartIsKept() {
    if (offered() && offers(Capability.USER_METADATA)) {
      ObjectMetadata metadata = new ObjectMetadata(Map.of(), Map.of("a", "b"), Map.of());
      MultipartUpload upload = store().startUpload("k", metadata);
      complete(upload, upload(upload, 1, part(1)));
      assertThat(info("k").metadata().orElseThrow().user()).isEqualTo(metadata.user());
    }
  }
}
