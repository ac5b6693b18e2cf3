package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.testkit.fault.Fault;
import io.lepton.testkit.fault.FaultPlan;
import io.lepton.testkit.fault.FaultScript;
import io.lepton.testkit.fault.FaultyProvider;
import io.lepton.testkit.fault.StoreOperation;
import io.lepton.testkit.memory.MemoryObject;
import io.lepton.testkit.memory.MemoryProvider;
import io.lepton.transfer.crypt.Keysets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content is encrypted on its way to the target, and decrypted on its way back. */
class EncryptionTest {
  private static final int MIB = 1 << 20;

  /** Parts from 3 MiB on, so that small tests go every way. */
  private static final Chunking SMALL = new Chunking(MIB, 3 * MIB, MIB);

  private static final ObjectMetadata METADATA =
      new ObjectMetadata(
          Map.of("content-type", "text/csv", "content-encoding", "gzip"),
          Map.of("owner", "fraud"),
          Map.of("Stage", "raw"));

  private final Path folder;
  private final Path keyset;
  private final TransferWorld world;
  private final MemoryProvider back = new MemoryProvider().named("back");

  EncryptionTest(@TempDir Path folder) {
    this.folder = folder;
    this.keyset = folder.resolve("keyset.json");
    this.world = new TransferWorld(folder);
  }

  @BeforeEach
  void makeKeyset() {
    Keysets.create(keyset, Keysets.Purpose.ENCRYPTION);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private KeyReference keys() {
    return new KeyReference(keyset.toString());
  }

  private void fill() {
    world.fillSource(20, 3000, 1);
    Random random = new Random(2);
    try (ObjectStore store = world.sourceStore()) {
      for (int size : List.of(0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 5 * MIB, 7 * MIB + 77)) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        world.put(store, "sizes/" + size, content);
      }
      world.put(store, "described.csv", "a,b\n1,2\n", METADATA);
    }
  }

  private TransferResult encrypt() {
    return world.run(world.transfer().chunking(SMALL).encrypt(keys()).build());
  }

  private TransferResult decrypt(KeyReference with) {
    return decrypt(with, world.target);
  }

  private TransferResult decrypt(KeyReference with, CloudProvider from) {
    return world
        .engine(from, back)
        .run(
            Transfer.from("new://data/")
                .to("back://data/")
                .state(folder.resolve("back-state"))
                .parallelism(4)
                .retries(TransferWorld.QUICK)
                .chunking(SMALL)
                .decrypt(with)
                .build(),
            event -> {});
  }

  private byte[] stored(String key) {
    return world.target.object("data", key).bytes();
  }

  private void overwrite(String key, byte[] content) {
    ObjectMetadata metadata = world.target.object("data", key).info().metadata().orElseThrow();
    try (ObjectStore store = world.targetStore()) {
      store.put(PutRequest.of(key, ObjectContent.of(content)).metadata(metadata));
    }
  }

  @Nested
  class Encrypts {
    @Test
    void everythingAndBringsItBackAsItWas() {
      fill();
      assertThat(encrypt().verified()).isTrue();
      assertThat(decrypt(keys()).verified()).isTrue();
      assertThat(TransferWorld.contents(back)).isEqualTo(TransferWorld.contents(world.source));
    }

    @Test
    void soThatNoPlainTextIsAtTheTarget() {
      String secret = "card number 4111-1111-1111-1111, ".repeat(100);
      try (ObjectStore store = world.sourceStore()) {
        world.put(store, "cards.csv", secret);
        world.put(store, "large.csv", secret.repeat(1200));
      }
      encrypt();
      for (Map.Entry<String, MemoryObject> entry : world.target.snapshot("data").entrySet()) {
        String bytes = new String(entry.getValue().bytes(), StandardCharsets.ISO_8859_1);
        assertThat(bytes).as(entry.getKey()).doesNotContain("4111").startsWith("LEPTON");
      }
    }

    @Test
    void andHidesContentEncodingFromServersThatWouldDecode() {
      fill();
      encrypt();
      ObjectMetadata metadata =
          world.target.object("data", "described.csv").info().metadata().orElseThrow();
      assertThat(metadata.headers()).doesNotContainKey("content-encoding");
      assertThat(metadata.user()).containsEntry("owner", "fraud");
    }

    @Test
    void equalContentDifferentlyEachTime() {
      try (ObjectStore store = world.sourceStore()) {
        world.put(store, "a", "same");
        world.put(store, "b", "same");
      }
      encrypt();
      byte[] a = stored("a");
      byte[] b = stored("b");
      assertThat(Arrays.copyOfRange(a, 768, a.length))
          .isNotEqualTo(Arrays.copyOfRange(b, 768, b.length));
    }

    @Test
    void nothingAgainThatIsThereAlready() {
      fill();
      encrypt();
      Map<String, String> first = TransferWorld.contents(world.target);
      TransferResult again = encrypt();
      assertThat(again.copied()).isZero();
      assertThat(again.skipped()).isEqualTo(first.size());
      assertThat(TransferWorld.contents(world.target)).isEqualTo(first);
    }

    @Test
    void whatLiesPlainAtTheTargetWhateverItsLength() {
      fill();
      world.run(world.transfer().state(folder.resolve("plain")).chunking(SMALL).build());
      assertThat(encrypt().failures()).isEmpty();
      for (String key : world.source.snapshot("data").keySet()) {
        assertThat(stored(key)).as(key).startsWith("LEPTON".getBytes(StandardCharsets.US_ASCII));
      }
    }

    @Test
    void anewWhatIsDamagedAtTheTarget() {
      fill();
      encrypt();
      String key = "sizes/" + 5 * MIB;
      byte[] bytes = stored(key);
      bytes[2 * MIB] ^= 1;
      overwrite(key, bytes);
      TransferResult result = encrypt();
      assertThat(result.failures()).isEmpty();
      assertThat(result.copied()).isEqualTo(1);
      decrypt(keys());
      assertThat(TransferWorld.contents(back)).isEqualTo(TransferWorld.contents(world.source));
    }

    @Test
    void whatChangedThoughItsLengthDidNot() {
      fill();
      encrypt();
      try (ObjectStore store = world.sourceStore()) {
        world.put(store, "described.csv", "a,b\n1,3\n", METADATA);
      }
      assertThat(encrypt().copied()).isEqualTo(1);
      decrypt(keys());
      assertThat(TransferWorld.contents(back)).isEqualTo(TransferWorld.contents(world.source));
    }

    @Test
    void andGoesOnWithALargeObjectThatWasInterrupted() {
      fill();
      FaultPlan plan =
          new FaultScript()
              .on(StoreOperation.PUT_PART)
              .from(5)
              .then(Fault.permanentError(ErrorKind.PERMISSION_DENIED));
      TransferEngine engine = world.engine(world.source, FaultyProvider.of(world.target, plan));
      Transfer transfer = world.transfer().chunking(SMALL).encrypt(keys()).build();
      assertThat(engine.run(transfer, event -> {}).failed()).isPositive();
      TransferResult second = encrypt();
      assertThat(second.failed()).isZero();
      decrypt(keys());
      assertThat(TransferWorld.contents(back)).isEqualTo(TransferWorld.contents(world.source));
    }

    /** Content in a buffer, content that streams through, and content in parts. */
    @ParameterizedTest
    @ValueSource(ints = {MIB, 5 * MIB, 9 * MIB})
    void nothingThatWasReadWrongly(int size) {
      try (ObjectStore store = world.sourceStore()) {
        world.put(store, "k", new byte[size]);
      }
      FaultScript script = new FaultScript();
      script.on(StoreOperation.READ).key("k").then(new Fault.FlipBit(77));
      Transfer transfer =
          world.transfer().chunking(new Chunking(MIB, 8 * MIB, MIB)).encrypt(keys()).build();

      TransferResult result = world.faulty(script).run(transfer, event -> {});

      assertThat(result.failures())
          .extracting(TransferFailure::kind)
          .containsExactly(ErrorKind.DATA_CORRUPTED);
      assertThat(world.target.snapshot("data")).isEmpty();
    }

    @Test
    void withVerifyProvingItByTheSameKeys() {
      fill();
      encrypt();
      VerifyRequest request =
          VerifyRequest.of(Place.parse("old://data/"), Place.parse("new://data/"));
      for (VerifyRequest.Depth depth : VerifyRequest.Depth.values()) {
        VerifyResult result =
            world
                .engine()
                .verify(request.decryptTarget(keys()).depth(depth), verdict -> {}, event -> {});
        assertThat(result.allEqual()).as("%s: %s", depth, result).isTrue();
      }
      assertThat(world.engine().verify(request, verdict -> {}, event -> {}).differ())
          .hasSize(world.source.snapshot("data").size());
    }
  }

  @Nested
  class Refuses {
    @ParameterizedTest
    @ValueSource(ints = {3, 30, 70, 100, 767, 768, 800, 900, 4000})
    void aFlippedBit(int position) {
      try (ObjectStore store = world.sourceStore()) {
        world.put(store, "folder/a", "x".repeat(5000));
        world.put(store, "folder/whole", "fine");
      }
      encrypt();
      byte[] bytes = stored("folder/a");
      bytes[position] ^= 4;
      overwrite("folder/a", bytes);
      TransferResult result = decrypt(keys());
      assertThat(result.failures())
          .singleElement()
          .satisfies(failure -> assertThat(failure.key()).isEqualTo("folder/a"));
      assertThat(back.snapshot("data")).containsOnlyKeys("folder/whole");
    }

    @Test
    void aFlippedBitThatASecondReadConfirmsWithoutReadingOnAndOn() {
      try (ObjectStore store = world.sourceStore()) {
        world.put(store, "folder/a", "x".repeat(5000));
      }
      encrypt();
      byte[] bytes = stored("folder/a");
      bytes[4000] ^= 4;
      overwrite("folder/a", bytes);
      AtomicInteger reads = new AtomicInteger();
      FaultPlan counting =
          call -> {
            if (call.operation() == StoreOperation.READ) {
              reads.incrementAndGet();
            }
            return Optional.empty();
          };
      TransferResult result = decrypt(keys(), FaultyProvider.of(world.target, counting));
      assertThat(result.failed()).isEqualTo(1);
      assertThat(reads.get()).isBetween(2, 5);
    }

    @Test
    void aTruncatedObject() {
      fill();
      encrypt();
      String key = "sizes/" + 5 * MIB;
      byte[] bytes = stored(key);
      // Cut at a chunk's end, where nothing but the promised length can tell.
      int chunk = (bytes.length - 768) / 5;
      overwrite(key, Arrays.copyOf(bytes, 768 + 4 * chunk));
      TransferResult result = decrypt(keys());
      assertThat(result.failures())
          .singleElement()
          .satisfies(
              failure -> {
                assertThat(failure.key()).isEqualTo(key);
                assertThat(failure.kind()).isEqualTo(ErrorKind.DATA_CORRUPTED);
                assertThat(failure.message()).contains("truncated");
              });
      assertThat(back.snapshot("data")).doesNotContainKey(key);
    }

    @Test
    void twoSwappedObjects() {
      try (ObjectStore store = world.sourceStore()) {
        world.put(store, "x/a", "to Alice");
        world.put(store, "x/b", "to Bob..");
      }
      encrypt();
      byte[] a = stored("x/a");
      byte[] b = stored("x/b");
      overwrite("x/a", b);
      overwrite("x/b", a);
      TransferResult result = decrypt(keys());
      assertThat(result.failures())
          .hasSize(2)
          .allSatisfy(
              failure ->
                  assertThat(failure.message())
                      .startsWith("decrypt new://data/" + failure.key() + ": ")
                      .contains("another name"));
      assertThat(back.snapshot("data")).isEmpty();
    }

    @Test
    void twoSwappedChunksOfOneObject() {
      fill();
      encrypt();
      String key = "sizes/" + 5 * MIB;
      byte[] bytes = stored(key);
      int chunk = (bytes.length - 768) / 5;
      byte[] swapped = bytes.clone();
      System.arraycopy(bytes, 768, swapped, 768 + chunk, chunk);
      System.arraycopy(bytes, 768 + chunk, swapped, 768, chunk);
      overwrite(key, swapped);
      assertThat(decrypt(keys()).failures())
          .singleElement()
          .satisfies(failure -> assertThat(failure.message()).contains("altered"));
      assertThat(back.snapshot("data")).doesNotContainKey(key);
    }

    @Test
    void aWrongKey() {
      fill();
      encrypt();
      Path other = folder.resolve("other.json");
      Keysets.create(other, Keysets.Purpose.ENCRYPTION);
      TransferResult result = decrypt(new KeyReference(other.toString()));
      assertThat(result.failures())
          .hasSize(world.source.snapshot("data").size())
          .allSatisfy(
              failure -> {
                assertThat(failure.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
                assertThat(failure.message()).contains("keyset");
              });
      assertThat(back.snapshot("data")).isEmpty();
    }

    @Test
    void whatWasNeverEncrypted() {
      try (ObjectStore store = world.targetStore()) {
        world.put(store, "plain", "p".repeat(2000));
      }
      assertThat(decrypt(keys()).failures())
          .singleElement()
          .satisfies(failure -> assertThat(failure.message()).contains("not encrypted by Lepton"));
    }

    @Test
    void anotherVersionOfTheFormat() {
      try (ObjectStore store = world.sourceStore()) {
        world.put(store, "folder/a", "fine");
      }
      encrypt();
      byte[] bytes = stored("folder/a");
      bytes[7]--;
      overwrite("folder/a", bytes);
      assertThat(decrypt(keys()).failures())
          .singleElement()
          .satisfies(
              failure ->
                  assertThat(failure.message())
                      .startsWith("decrypt new://data/folder/a: ")
                      .contains("another version"));
    }

    @Test
    void keysetsThatAreNone() throws Exception {
      Path text = Files.writeString(folder.resolve("text"), "{}");
      Path signing = folder.resolve("signing.json");
      Keysets.create(signing, Keysets.Purpose.SIGNATURE);
      Map<String, String> bad = new TreeMap<>();
      bad.put(folder.resolve("missing").toString(), "lepton keyset create");
      bad.put(text.toString(), "no keyset in Tink's JSON format");
      bad.put(signing.toString(), "no keyset for encryption");
      bad.put("aws-kms://arn:aws:kms:x", "no installed provider has keys at aws-kms://");
      bad.forEach(
          (reference, message) ->
              assertThatThrownBy(
                      () ->
                          world.run(world.transfer().encrypt(new KeyReference(reference)).build()))
                  .isInstanceOf(InputException.class)
                  .hasMessageContaining(message));
      assertThatThrownBy(() -> Keysets.create(keyset, Keysets.Purpose.ENCRYPTION))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("never overwritten");
    }
  }

  @Nested
  class Signs {
    private final Path manifest = folder.resolve("manifest.jsonl");
    private final Path signing = folder.resolve("signing.json");
    private final Path proving = folder.resolve("public.json");

    private VerifyResult verify(Path with) {
      return world
          .engine()
          .verify(
              VerifyRequest.against(manifest, with, Place.parse("new://data/")),
              verdict -> {},
              event -> {});
    }

    @BeforeEach
    void signAManifest() {
      Keysets.create(signing, Keysets.Purpose.SIGNATURE);
      Keysets.writePublic(signing, proving);
      world.fillSource(10, 100, 3);
      world.run(world.transfer().manifest(manifest).sign(signing).build());
    }

    @Test
    void soThatThePublicHalfAloneProvesTheTarget() throws Exception {
      assertThat(verify(proving).equal()).isEqualTo(10);
      assertThat(Files.readString(proving)).doesNotContain("PRIVATE");
    }

    @Test
    void andRefusesAManifestThatSomeoneElseSignedOrChangedOrNobodySigned() throws Exception {
      Path other = folder.resolve("other-signing.json");
      Keysets.create(other, Keysets.Purpose.SIGNATURE);
      assertThatThrownBy(() -> verify(other))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("manifest.jsonl:12: the signature was not made by the keyset");
      String text = Files.readString(manifest);
      Files.writeString(manifest, text.replaceFirst("\"size\":\\d+", "\"size\":7"));
      assertThatThrownBy(() -> verify(proving))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("cut off or changed");
      world.run(world.transfer().manifest(manifest).build());
      assertThatThrownBy(() -> verify(proving))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("not signed");
    }

    @Test
    void andAKeysetThatIsMissingIsAdvisedWithItsPurpose() {
      Path missing = folder.resolve("missing.json");
      assertThatThrownBy(() -> Keysets.signing(missing))
          .isInstanceOf(InputException.class)
          .hasMessageEndingWith("make one with: lepton keyset create --signing " + missing);
      assertThatThrownBy(() -> verify(missing))
          .isInstanceOf(InputException.class)
          .hasMessageEndingWith(
              "make one with: lepton keyset public SIGNING_KEYSET "
                  + missing
                  + ", where SIGNING_KEYSET is what the manifest was signed with");
    }

    @Test
    void withNothingButAKeysetForSignatures() {
      assertThatThrownBy(() -> world.run(world.transfer().manifest(manifest).sign(keyset).build()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("no keyset for signatures");
      assertThatThrownBy(() -> world.run(world.transfer().manifest(manifest).sign(proving).build()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("private half");
      assertThatThrownBy(() -> world.transfer().sign(signing).build())
          .isInstanceOf(InputException.class)
          .hasMessageContaining("needs a manifest");
    }
  }
}
