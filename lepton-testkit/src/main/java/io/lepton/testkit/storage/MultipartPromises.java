package io.lepton.testkit.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.UploadedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

abstract class MultipartPromises extends UploadPromises {

  MultipartPromises(ObjectStoreContract contract) {
    super(contract);
  }

  @Test
  void nothingIsVisibleBeforeAnUploadIsCompleted() {
    if (offered()) {
      put("old", "old");
      MultipartUpload fresh = start("new");
      MultipartUpload replacing = start("old");
      upload(fresh, 1, part(1));
      upload(replacing, 1, part(2));
      assertThat(store().stat("new")).isEmpty();
      assertThat(text("old")).isEqualTo("old");
      assertThat(keys()).containsExactly("old");
      store().abortUpload(fresh);
      store().abortUpload(replacing);
    }
  }

  @Test
  void anUploadGoesOnInAnotherProcess() {
    if (offered()) {
      MultipartUpload upload = start("k");
      UploadedPart first = upload(upload, 1, part(1));
      ObjectStore other = another();
      MultipartUpload read = new MultipartUpload(upload.key(), upload.id());
      assertThat(other.listParts(read)).extracting(UploadedPart::number).containsExactly(1);
      UploadedPart second = other.putPart(read, 2, ObjectContent.of(part(2)));
      other.completeUpload(read, List.of(first, second), Precondition.none());
      assertThat(bytes("k")).isEqualTo(join(part(1), part(2)));
    }
  }

  @Test
  void partsAreListedByNumberWithTheirSizesAndNames() {
    if (offered()) {
      MultipartUpload upload = start("k");
      assertThat(store().listParts(upload)).isEmpty();
      UploadedPart third = upload(upload, 3, new byte[] {1, 2, 3});
      UploadedPart first = upload(upload, 1, part(1));
      List<UploadedPart> listed = store().listParts(upload);
      assertThat(listed).extracting(UploadedPart::number).containsExactly(1, 3);
      assertThat(listed).extracting(UploadedPart::etag).containsExactly(first.etag(), third.etag());
      assertThat(listed).extracting(UploadedPart::sizeBytes).containsExactly(first.sizeBytes(), 3L);
      store().abortUpload(upload);
    }
  }

  @Test
  void unfinishedUploadsAreListedByKey() {
    if (offered()) {
      assertThat(store().listUploads()).isEmpty();
      MultipartUpload b = start("b");
      MultipartUpload a = start("a/1");
      assertThat(store().listUploads()).containsExactly(a, b);
      assertThat(another().listUploads()).containsExactly(a, b);
      assertThat(elsewhere().listUploads()).isEmpty();
      complete(b, upload(b, 1, part(1)));
      store().abortUpload(a);
      assertThat(store().listUploads()).isEmpty();
    }
  }

  @Test
  void theUploadsOfOneKeyAreListedAlsoWhereAnObjectLies() {
    if (offered()) {
      put("k", "old");
      put("other", "x");
      MultipartUpload one = start("k");
      MultipartUpload two = start("k");
      start("k/below");
      assertThat(another().listUploads("k")).containsExactlyInAnyOrder(one, two);
      assertThat(store().listUploads("other")).isEmpty();
      assertThat(store().listUploads("nothing")).isEmpty();
      store().abortUpload(one);
      assertThat(store().listUploads("k")).containsExactly(two);
      assertThat(text("k")).isEqualTo("old");
    }
  }

  @Test
  void anAbortFreesThePartsAndMayBeRepeated() {
    if (offered()) {
      MultipartUpload upload = start("k");
      UploadedPart part = upload(upload, 1, part(1));
      store().abortUpload(upload);
      store().abortUpload(upload);
      store().abortUpload(new MultipartUpload("k", "never-started"));
      assertThat(store().listUploads()).isEmpty();
      fails(() -> store().listParts(upload), ErrorKind.NOT_FOUND);
      fails(() -> upload(upload, 2, part(2)), ErrorKind.NOT_FOUND);
      fails(() -> complete(upload, part), ErrorKind.NOT_FOUND);
      assertThat(keys()).isEmpty();
    }
  }

  @Test
  void twoUploadsOfOneKeyDoNotMix() {
    if (offered()) {
      MultipartUpload one = start("k");
      MultipartUpload two = start("k");
      UploadedPart ofOne = upload(one, 1, part(1));
      UploadedPart ofTwo = upload(two, 1, part(2));
      assertThat(store().listUploads()).hasSize(2);
      complete(two, ofTwo);
      assertThat(bytes("k")).isEqualTo(part(2));
      boolean independent = completedUnlessEnded(() -> complete(one, ofOne)).isPresent();
      assertThat(bytes("k")).isEqualTo(independent ? part(1) : part(2));
    }
  }

  @Test
  void aPartWhoseContentFailsIsNoPart() {
    if (offered()) {
      MultipartUpload upload = start("k");
      ObjectContent broken = BrokenContent.goingAway(part(1));
      fails(() -> store().putPart(upload, 1, broken), ErrorKind.UNKNOWN);
      fails(
          () -> store().putPart(upload, 2, BrokenContent.lying(part(1), part(1).length + 1)),
          ErrorKind.DATA_CORRUPTED);
      fails(
          () -> store().putPart(upload, 3, BrokenContent.lying(part(1), part(1).length - 1)),
          ErrorKind.DATA_CORRUPTED);
      assertThat(store().listParts(upload)).isEmpty();
      UploadedPart first = upload(upload, 1, part(1));
      complete(upload, first, upload(upload, 2, part(2)));
      assertThat(bytes("k")).isEqualTo(join(part(1), part(2)));
    }
  }

  @Test
  void partsAreWrittenByManyThreads() throws Exception {
    if (!offered()) {
      return;
    }
    MultipartUpload upload = start("k");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<UploadedPart>> running = new ArrayList<>();
      byte[][] pieces = new byte[6][];
      for (int i = 0; i < pieces.length; i++) {
        int number = i + 1;
        pieces[i] = part(number);
        running.add(threads.submit(() -> upload(upload, number, part(number))));
      }
      UploadedPart[] parts = new UploadedPart[pieces.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = running.get(i).get();
      }
      complete(upload, parts);
      assertThat(bytes("k")).isEqualTo(join(pieces));
    } finally {
      threads.shutdownNow();
    }
  }
}
