package io.lepton.testkit.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.spi.storage.StorageBackend;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

abstract class ErrorPromises extends Promises {
  private final ObjectStoreContract contract;

  ErrorPromises(ObjectStoreContract contract) {
    super(contract);
    this.contract = contract;
  }

  @Test
  void theProviderDescribesItselfWithoutAConnection() {
    assertThat(provider().id()).matches("[a-z][a-z0-9-]*");
    assertThat(provider().schemes()).contains(place().scheme());
    assertThat(provider().capabilities()).isEqualTo(contract.provider().capabilities());
    assertThat(provider().limits()).isEqualTo(contract.provider().limits());
  }

  @Test
  void anErrorNamesProviderOperationAndLocation() {
    CloudException error =
        fails(() -> store().read(ReadRequest.of("some/key")), ErrorKind.NOT_FOUND);
    assertThat(error.provider()).isEqualTo(provider().id());
    assertThat(error.operation()).isNotBlank();
    assertThat(error.location()).contains("some/key");
    assertThat(error).hasMessageContaining("some/key");
    assertThat(error.retryable()).isFalse();
  }

  @Test
  void aForeignSchemeIsRefused() {
    try (CloudBackends backends = provider().open(contract.config())) {
      StorageBackend storage = backends.storage().orElseThrow();
      fails(
          () -> storage.open(new Place("foreign-scheme", "bucket", "")),
          ErrorKind.INVALID_ARGUMENT);
    }
  }

  @Test
  void everyOperationStopsWhenItsThreadIsInterrupted() {
    put("k", "x");
    List<ThrowingCallable> operations =
        new ArrayList<>(
            List.of(
                () -> store().stat("k"),
                () -> store().read(ReadRequest.of("k")).close(),
                () -> put("k", "y"),
                () -> store().list(ListRequest.all()),
                () -> store().listUploads()));
    if (offers(Capability.MULTIPART_UPLOAD)) {
      MultipartUpload upload = store().startUpload("m", ObjectMetadata.none());
      operations.add(() -> store().startUpload("n", ObjectMetadata.none()));
      operations.add(() -> store().putPart(upload, 1, ObjectContent.of("x")));
      operations.add(() -> store().listParts(upload));
    }
    for (ThrowingCallable operation : operations) {
      Thread.currentThread().interrupt();
      boolean flag;
      try {
        fails(operation, ErrorKind.CANCELLED);
      } finally {
        flag = Thread.interrupted();
      }
      assertThat(flag).isTrue();
    }
    assertThat(text("k")).isEqualTo("x");
    assertThat(store().listUploads()).hasSizeLessThanOrEqualTo(1);
    store().listUploads().forEach(store()::abortUpload);
  }

  @Test
  void aStoreMayBeClosedTwiceAndObjectsStay() {
    ObjectStore other = another();
    other.put(PutRequest.of("k", ObjectContent.of("stays")));
    other.close();
    other.close();
    assertThat(text("k")).isEqualTo("stays");
  }

  @Test
  void anUnfinishedUploadSurvivesTheClosingOfItsStore() {
    if (offers(Capability.MULTIPART_UPLOAD)) {
      ObjectStore other = another();
      MultipartUpload upload = other.startUpload("k", ObjectMetadata.none());
      other.close();
      assertThat(store().listUploads()).containsExactly(upload);
      store().abortUpload(upload);
    }
  }
}
