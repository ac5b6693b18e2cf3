package io.lepton.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {

  @Test
  void everyRehearsedTransferArrivesAndLeavesItsClasses(@TempDir Path folder) throws Exception {
    Path list = folder.resolve("classes");

    assertThat(Rehearsal.list(list.toString())).isZero();
    // A newer machine numbers the classes behind their names.
    assertThat(Files.readAllLines(list).stream().map(line -> line.replaceFirst(" .*", "")))
        .contains(
            "io/lepton/transfer/CopiedObject",
            "io/lepton/transfer/PartsInFlight$Done",
            "io/lepton/aws/storage/TrailedBody",
            "io/lepton/azure/blob/BlobRequest",
            "io/lepton/gcp/storage/GcsReader",
            "io/lepton/http/TlsChannel",
            "org/conscrypt/ConscryptEngine",
            "io/lepton/transfer/crypt/DecryptingReader",
            "org/conscrypt/OpenSSLAeadCipherAES$GCM",
            "org/conscrypt/OpenSSLMac$HmacSHA256",
            "com/google/crypto/tink/TinkJsonProtoKeysetFormat")
        .noneMatch(name -> name.startsWith("com/azure/"));
  }

  @Test
  void aLambdaIsThereForEachOfSomeThreadsThatMeetItTogether() {
    String lambda = "@lambda-proxy io/lepton/A run ()Ljava/lang/Runnable; ()V REF_invokeStatic";
    assertThat(
            Rehearsal.archivable(
                List.of(
                    "io/lepton/A id: 1",
                    "com/azure/B id: 2",
                    lambda,
                    "@lambda-proxy com/azure/B run ()Ljava/lang/Runnable; ()V")))
        .containsOnly("io/lepton/A id: 1", lambda)
        .satisfies(
            lines -> assertThat(Collections.frequency(lines, lambda)).isGreaterThan(2),
            lines -> assertThat(Collections.frequency(lines, "io/lepton/A id: 1")).isEqualTo(1));
  }

  @Test
  void aToolThatWaitsForEverIsEnded(@TempDir Path folder) throws Exception {
    Process asking =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                folder.resolve("none").toString())
            .start();

    assertThat(Rehearsal.ended(asking, Duration.ofMillis(1))).isNotZero();
    assertThat(asking.isAlive()).isFalse();
  }
}
