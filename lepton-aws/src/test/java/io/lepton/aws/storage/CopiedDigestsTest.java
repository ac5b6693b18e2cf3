package io.lepton.aws.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.aws.AwsProvider;
import io.lepton.aws.client.AwsClients;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.testkit.wire.FaultProxy;
import io.lepton.testkit.wire.WireRequest;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A copy inside S3 has a digest that its source has too, so that it need not be read to be proven:
 * in a bucket that is encrypted under a key of KMS the tag is no MD5.
 */
class CopiedDigestsTest {
  private static final int MIB = 1 << 20;
  private static final byte[] CONTENT = new byte[6 * MIB];
  @AutoClose private static S3Server server;
  private static Place place;
  private FaultProxy proxy;
  private AwsClients clients;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = S3Server.versity(folder);
    place = server.emptyPlace();
  }

  @BeforeEach
  void open() {
    proxy = FaultProxy.before(server.endpoint()).start();
    Map<String, String> settings = new HashMap<>(server.config().settings());
    settings.put("AWS_ENDPOINT_URL_S3", proxy.endpoint());
    clients = new AwsClients(new ProviderConfig(settings, Path.of("unused")));
  }

  @AfterEach
  void close() {
    clients.close();
    proxy.close();
  }

  private static Checksum digest(ChecksumAlgorithm algorithm) {
    return ContentDigest.of(algorithm, ByteBuffer.wrap(CONTENT));
  }

  private static void put(S3ObjectStore store, Checksum digest) {
    store.put(PutRequest.of("source", ObjectContent.of(CONTENT)).checksum(digest));
  }

  private static CopyRequest copy(S3ObjectStore store, ObjectInfo source) {
    return new CopyRequest(store, source, "copy", Precondition.none());
  }

  private Optional<String> asked(String header) {
    List<WireRequest> copies =
        proxy.requests(request -> request.header("x-amz-copy-source").isPresent());
    assertThat(copies).hasSize(1);
    return copies.get(0).header(header);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32C", "CRC64NVME", "SHA256"})
  void itIsAskedForByWhatIsKnownOfTheSource(ChecksumAlgorithm algorithm) {
    S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
    put(store, digest(algorithm));
    ObjectInfo copied = store.copy(copy(store, store.stat("source").orElseThrow()));
    assertThat(asked("x-amz-checksum-algorithm")).contains(algorithm.name());
    assertThat(copied.checksums().get(algorithm)).contains(digest(algorithm));
  }

  /** A listing tells the tag alone, which proves the copy unless the bucket is encrypted. */
  @Test
  void itIsCrc32cWhereTheSourceWasOnlyListed() {
    S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place);
    put(store, digest(ChecksumAlgorithm.CRC64NVME));
    ObjectInfo listed =
        store.list(ListRequest.all()).objects().stream()
            .filter(object -> object.key().equals("source"))
            .findFirst()
            .orElseThrow();
    ObjectInfo copied = store.copy(copy(store, listed));
    assertThat(asked("x-amz-checksum-algorithm")).contains("CRC32C");
    assertThat(copied.checksums().get(ChecksumAlgorithm.CRC32C))
        .contains(digest(ChecksumAlgorithm.CRC32C));
  }

  /**
   * Versity tells the digest of the whole source for each part of it, so only S3 could prove it.
   */
  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32C", "CRC64NVME"})
  void aCopyInPartsIsAskedForByItToo(ChecksumAlgorithm algorithm) {
    S3ObjectStore store = new S3ObjectStore(AwsProvider.ID, clients, place, MIB, 5 * MIB);
    put(store, digest(algorithm));
    ObjectInfo copied = store.copy(copy(store, store.stat("source").orElseThrow()));
    assertThat(proxy.requests(request -> request.asks("uploads")))
        .hasSize(1)
        .allSatisfy(
            start -> {
              assertThat(start.header("x-amz-checksum-algorithm")).contains(algorithm.name());
              assertThat(start.header("x-amz-checksum-type")).contains("FULL_OBJECT");
            });
    assertThat(copied.checksums().get(algorithm)).isPresent();
    assertThat(copied.sizeBytes()).isEqualTo(CONTENT.length);
  }
}
