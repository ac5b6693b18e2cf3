package io.lepton.gcp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.StorageOptions;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.spi.storage.UploadedPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Google's own client is the judge: it finds what was written here as it was meant, and what it
 * wrote is found here, byte for byte, with headers, metadata, checksums and generation.
 */
@Timeout(120)
class GoogleClientJudgesTest extends GcsOnTheWire {
  private static final ObjectMetadata METADATA =
      new ObjectMetadata(
          Map.of(
              "content-type", "text/csv",
              "content-encoding", "gzip",
              "content-language", "de",
              "content-disposition", "attachment; filename=\"ä.csv\"",
              "cache-control", "no-transform"),
          Map.of("owner", "Łódź", "empty", ""),
          Map.of());

  private final byte[] content = gzip("a,b\n1,2\n".repeat(1000));
  @AutoClose private Storage google;

  @BeforeEach
  void openGooglesClient() {
    google =
        StorageOptions.newBuilder()
            .setHost(server.endpoint())
            .setProjectId("test")
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private BlobId id(String key) {
    return BlobId.of(place.bucket(), key);
  }

  private static long crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  private void assertGoogleFinds(ObjectInfo written, byte[] bytes) {
    Blob blob = google.get(id(written.key()));
    assertThat(
            google.readAllBytes(
                blob.getBlobId(), BlobSourceOption.shouldReturnRawInputStream(true)))
        .isEqualTo(bytes);
    assertThat(blob.getSize()).isEqualTo(bytes.length).isEqualTo(written.sizeBytes());
    assertThat(Base64.getDecoder().decode(blob.getCrc32c()))
        .isEqualTo(ByteBuffer.allocate(4).putInt((int) crc32c(bytes)).array());
    assertThat(String.valueOf(blob.getGeneration())).isEqualTo(written.version());
    assertThat(blob.getUpdateTimeOffsetDateTime().toInstant())
        .isEqualTo(written.lastModified().truncatedTo(ChronoUnit.MILLIS));
    assertThat(metadata(blob)).isEqualTo(METADATA);
  }

  private static ObjectMetadata metadata(Blob blob) {
    return new ObjectMetadata(
        Map.of(
            "content-type", blob.getContentType(),
            "content-encoding", blob.getContentEncoding(),
            "content-language", blob.getContentLanguage(),
            "content-disposition", blob.getContentDisposition(),
            "cache-control", blob.getCacheControl()),
        blob.getMetadata(),
        Map.of());
  }

  @Test
  void whatIsWrittenAtOnceIsFoundByGooglesClient() {
    assertGoogleFinds(
        store.put(PutRequest.of("k", ObjectContent.of(content)).metadata(METADATA)), content);
  }

  @Test
  void whatIsWrittenInPartsIsFoundByGooglesClient() {
    MultipartUpload upload = store.startUpload("k", METADATA);
    List<UploadedPart> parts = new ArrayList<>();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int number = 1; number <= 3; number++) {
      parts.add(store.putPart(upload, number, ObjectContent.of(content)));
      whole.writeBytes(content);
    }
    assertGoogleFinds(
        store.completeUpload(upload, parts, Precondition.absent()), whole.toByteArray());
  }

  @Test
  void whatIsCopiedInsideIsFoundByGooglesClient() {
    ObjectInfo source =
        store.put(PutRequest.of("source", ObjectContent.of(content)).metadata(METADATA));
    assertGoogleFinds(
        store.copy(new CopyRequest(store, source, "k", Precondition.absent())), content);
  }

  @Test
  void whatGooglesClientWroteIsFound() throws IOException {
    Map<String, String> headers = METADATA.headers();
    Blob blob =
        google.create(
            BlobInfo.newBuilder(id("k"))
                .setContentType(headers.get("content-type"))
                .setContentEncoding(headers.get("content-encoding"))
                .setContentLanguage(headers.get("content-language"))
                .setContentDisposition(headers.get("content-disposition"))
                .setCacheControl(headers.get("cache-control"))
                .setMetadata(METADATA.user())
                .build(),
            content);
    ObjectInfo found = store.stat("k").orElseThrow();
    assertThat(found.version()).isEqualTo(String.valueOf(blob.getGeneration()));
    assertThat(found.sizeBytes()).isEqualTo(content.length);
    assertThat(found.checksums().get(ChecksumAlgorithm.CRC32C))
        .contains(Checksum.crc32c(crc32c(content)));
    assertThat(found.metadata()).contains(METADATA);
    assertThat(store.list(ListRequest.all()).objects()).containsExactly(found);
    try (ObjectReader reader = store.read(ReadRequest.of("k"))) {
      assertThat(reader.stream().readAllBytes()).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b+c%2F?d#e&f=g", "ü/Ł/\u2028", "a//b/", "'quoted\" *~()[]{}|\\^`<>,;:@$!"})
  void keysMeanTheSameToBoth(String key) throws IOException {
    store.put(PutRequest.of(key, ObjectContent.of("ours")));
    assertThat(google.readAllBytes(id(key))).isEqualTo("ours".getBytes(StandardCharsets.UTF_8));
    google.create(BlobInfo.newBuilder(id(key)).build(), "theirs".getBytes(StandardCharsets.UTF_8));
    try (ObjectReader reader = store.read(ReadRequest.of(key))) {
      assertThat(reader.stream().readAllBytes())
          .isEqualTo("theirs".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(store.delete(List.of(key))).isEmpty();
    assertThat(google.get(id(key))).isNull();
  }

  @Test
  void bothListTheSameInTheSameOrder() {
    for (String key : List.of("b", "a/2", "a/1", "ü", "a", "Z", "a-1", "\ud83d\ude00", "\uff5e")) {
      store.put(PutRequest.of(key, ObjectContent.of(key)));
    }
    List<String> theirs = new ArrayList<>();
    google.list(place.bucket()).iterateAll().forEach(blob -> theirs.add(blob.getName()));
    assertThat(store.list(ListRequest.all()).objects())
        .extracting(ObjectInfo::key)
        .hasSize(9)
        .containsExactlyElementsOf(theirs);
  }
}
