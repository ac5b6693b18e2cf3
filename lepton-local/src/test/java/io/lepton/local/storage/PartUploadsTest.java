package io.lepton.local.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.spi.storage.UploadedPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of every size and number, at their place in the object and beside it. */
class PartUploadsTest {
  private static final int[] SIZES = {5, 10, 20};

  private Path root;
  private ObjectStore store;

  @BeforeEach
  void open(@TempDir Path fresh) {
    root = fresh;
    store = new DirectoryStorage("local").open(Place.file(root));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private MultipartUpload start(String key) {
    return store.startUpload(key, ObjectMetadata.none());
  }

  private UploadedPart put(MultipartUpload upload, int number, byte[] content) {
    return store.putPart(upload, number, ObjectContent.of(content));
  }

  private static byte[] content(int seed, int sizeBytes) {
    byte[] content = new byte[sizeBytes];
    Arrays.fill(content, (byte) seed);
    return content;
  }

  private byte[] bytes(String key) throws IOException {
    try (ObjectReader reader = store.read(ReadRequest.of(key))) {
      return reader.stream().readAllBytes();
    }
  }

  /** Whatever the first part that is written decides, and whichever are left out. */
  @ParameterizedTest
  @ValueSource(strings = {"1 2 3", "3 2 1", "2 1 3", "1 3 4", "2 3 4", "4 1 2"})
  void partsOfAnySizesBecomeTheObjectInOrderOfTheirNumbers(String written) throws Exception {
    int[] numbers = Arrays.stream(written.split(" ")).mapToInt(Integer::parseInt).toArray();
    for (int sizes = 0; sizes < 27; sizes++) {
      int[] sizesBytes = {SIZES[sizes % 3], SIZES[sizes / 3 % 3], SIZES[sizes / 9]};
      MultipartUpload upload = start("k");
      List<UploadedPart> parts = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        parts.add(put(upload, numbers[i], content(numbers[i], sizesBytes[i])));
      }
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      for (int number = 1; number <= 4; number++) {
        for (int i = 0; i < 3; i++) {
          whole.write(content(number, numbers[i] == number ? sizesBytes[i] : 0));
        }
      }
      // Whoever completes it may have them in another order.
      Collections.rotate(parts, sizes);
      ObjectInfo info = store.completeUpload(upload, parts, Precondition.none());
      assertThat(bytes("k")).as(Arrays.toString(sizesBytes)).isEqualTo(whole.toByteArray());
      assertThat(info.sizeBytes()).isEqualTo(whole.size());
      assertThat(info.checksums().get(ChecksumAlgorithm.CRC32C))
          .contains(
              ContentDigest.of(ChecksumAlgorithm.CRC32C, ByteBuffer.wrap(whole.toByteArray())));
      assertThat(store.listUploads()).isEmpty();
    }
  }

  @Test
  void thereIsNoPartBeforeTheFirst() {
    MultipartUpload upload = start("k");
    assertThatThrownBy(() -> put(upload, 0, content(1, 5)))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT));
    assertThat(store.listParts(upload)).isEmpty();
  }

  @Test
  void ofAPartWrittenTwiceTheLaterContentCountsWhateverTheClockSays() throws Exception {
    MultipartUpload upload = start("k");
    put(upload, 1, content(1, 10));
    UploadedPart other = put(upload, 11, content(3, 10));
    Files.setLastModifiedTime(record(upload, 1), FileTime.from(Instant.now().plusSeconds(3600)));
    UploadedPart later = put(upload, 1, content(2, 10));
    assertThat(store.listParts(upload)).containsExactly(later, other);
    store.completeUpload(upload, List.of(later), Precondition.none());
    assertThat(bytes("k")).isEqualTo(content(2, 10));
  }

  @Test
  void aSecondTryThatFailsLeavesThePartAsItWas() throws Exception {
    MultipartUpload upload = start("k");
    UploadedPart first = put(upload, 1, content(1, 10));
    ObjectContent broken =
        new ObjectContent() {
          @Override
          public long sizeBytes() {
            return 10;
          }

          @Override
          public ReadableByteChannel open() throws IOException {
            return ObjectContent.of(content(2, 5)).open();
          }
        };
    assertThatThrownBy(() -> store.putPart(upload, 1, broken)).isInstanceOf(CloudException.class);
    assertThat(store.listParts(upload)).containsExactly(first);
    store.completeUpload(upload, List.of(first), Precondition.none());
    assertThat(bytes("k")).isEqualTo(content(1, 10));
  }

  @Test
  void aPartThatIsShorterThanItsRecordSaysIsNotMadeUpFor() throws Exception {
    MultipartUpload upload = start("k");
    UploadedPart first = put(upload, 1, content(1, 10));
    UploadedPart third = put(upload, 3, content(3, 20));
    Files.write(record(upload, 3), content(3, 19));
    assertThatThrownBy(
            () -> store.completeUpload(upload, List.of(first, third), Precondition.none()))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("shorter than recorded");
    UploadedPart second = put(upload, 2, content(2, 10));
    Files.write(folder(upload).resolve("data"), content(1, 15));
    assertThatThrownBy(
            () -> store.completeUpload(upload, List.of(first, second), Precondition.none()))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("15 of 20 bytes");
    assertThat(store.stat("k")).isEmpty();
  }

  private Path folder(MultipartUpload upload) {
    return root.resolve(".lepton/uploads").resolve(upload.id());
  }

  private Path record(MultipartUpload upload, int number) throws IOException {
    try (var files = Files.newDirectoryStream(folder(upload), "part-" + number + "-*")) {
      return files.iterator().next();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"upload", "data", "part-1-", "part-2-"})
  void whatAnUploadNeedsToGoOnIsSynced(String name) throws Exception {
    MultipartUpload upload = start("k");
    put(upload, 1, content(1, 10));
    put(upload, 2, content(2, 20));
    assertSynced(
        name.startsWith("part-")
            ? record(upload, name.charAt(5) - '0')
            : folder(upload).resolve(name));
  }

  @Test
  void whatBecameOfAnUploadIsSynced() throws Exception {
    MultipartUpload upload = start("new/k");
    UploadedPart part = put(upload, 1, content(1, 10));
    store.completeUpload(upload, List.of(part), Precondition.none());
    assertSynced(root.resolve("new/k"));
  }

  /** A file that cannot be opened fails the sync, which tells that it would have been forced. */
  private void assertSynced(Path file) throws IOException {
    Files.delete(file);
    Files.createSymbolicLink(file, file);
    assertThatThrownBy(store::sync)
        .isInstanceOf(CloudException.class)
        .hasMessageContaining(file.toString());
  }
}
