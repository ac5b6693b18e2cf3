package io.lepton.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class MetadataPromises extends Promises {
  private static final ObjectMetadata HEADERS =
      new ObjectMetadata(
          Map.of(
              "content-type", "text/csv; charset=utf-8",
              "content-encoding", "gzip",
              "content-language", "de",
              "content-disposition", "attachment; filename=\"a b.csv\"",
              "cache-control", "max-age=60"),
          Map.of(),
          Map.of());
  private static final ObjectMetadata USER =
      new ObjectMetadata(Map.of(), Map.of("owner", "data team", "x1", "1"), Map.of());
  private static final ObjectMetadata TAGS =
      new ObjectMetadata(Map.of(), Map.of(), Map.of("Stage", "gold", "cost", "a+b"));

  MetadataPromises(ObjectStoreContract contract) {
    super(contract);
  }

  @Test
  void contentHeadersAreKeptOrVisiblyNot() {
    keptOrVisiblyNot(Capability.CONTENT_HEADERS, HEADERS);
  }

  @Test
  void userMetadataIsKeptOrVisiblyNot() {
    keptOrVisiblyNot(Capability.USER_METADATA, USER);
  }

  @Test
  void tagsAreKeptOrVisiblyNot() {
    keptOrVisiblyNot(Capability.TAGS, TAGS);
  }

  private void keptOrVisiblyNot(Capability capability, ObjectMetadata metadata) {
    PutRequest request = PutRequest.of("k", ObjectContent.of("x")).metadata(metadata);
    if (offers(capability)) {
      ObjectInfo written = store().put(request);
      assertThat(written.metadata()).contains(metadata);
      assertThat(info("k").metadata()).contains(metadata);
      return;
    }
    ObjectInfo written;
    try {
      written = store().put(request);
    } catch (CloudException e) {
      assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
      assertThat(store().stat("k")).isEmpty();
      return;
    }
    assertThat(written.metadata())
        .as("what was left out must be missing")
        .isNotEqualTo(Optional.of(metadata));
    assertThat(info("k").metadata()).isEqualTo(written.metadata());
  }

  private ObjectMetadata everythingOffered() {
    return new ObjectMetadata(
        offers(Capability.CONTENT_HEADERS) ? HEADERS.headers() : Map.of(),
        offers(Capability.USER_METADATA) ? USER.user() : Map.of(),
        offers(Capability.TAGS) ? TAGS.tags() : Map.of());
  }

  @Test
  void aReaderTellsTheMetadata() {
    ObjectMetadata metadata = everythingOffered();
    store().put(PutRequest.of("k", ObjectContent.of("x")).metadata(metadata));
    try (ObjectReader reader = store().read(ReadRequest.of("k"))) {
      assertThat(reader.info().metadata().orElse(metadata).user()).isEqualTo(metadata.user());
    }
  }

  @Test
  void replacingAnObjectReplacesItsMetadata() {
    store().put(PutRequest.of("k", ObjectContent.of("x")).metadata(everythingOffered()));
    put("k", "y");
    ObjectMetadata now = info("k").metadata().orElseThrow();
    assertThat(now.user()).isEmpty();
    assertThat(now.tags()).isEmpty();
    assertThat(now.headers()).doesNotContainKey("content-language");
  }

  @Test
  void contentIsNeverDecodedBecauseOfItsEncoding() {
    store()
        .put(PutRequest.of("k", ObjectContent.of("not gzip at all")).metadata(everythingOffered()));
    assertThat(text("k")).isEqualTo("not gzip at all");
    assertThat(info("k").sizeBytes()).isEqualTo(15);
  }

  @Test
  void metadataOfOddKeysIsKeptToo() {
    ObjectMetadata metadata = everythingOffered();
    if (takesKey("folder/")) {
      store().put(PutRequest.of("folder/", ObjectContent.of("")).metadata(metadata));
      assertThat(info("folder/").metadata()).contains(metadata);
    }
  }

  @Test
  void userMetadataUpToTwoKibibytesIsKept() {
    if (offers(Capability.USER_METADATA)) {
      ObjectMetadata large =
          new ObjectMetadata(Map.of(), Map.of("large", "v".repeat(2000)), Map.of());
      store().put(PutRequest.of("k", ObjectContent.of("x")).metadata(large));
      assertThat(info("k").metadata()).contains(large);
    }
  }
}
