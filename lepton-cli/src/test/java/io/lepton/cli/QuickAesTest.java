package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class QuickAesTest {
  private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "AES");

  @Test
  void aFreshMachineTakesAesGcmFromItAndAllElseFromThePlatform() throws Exception {
    assertThat(linesOfAFreshMachine("install"))
        .containsExactly(
            "digest: SUN", "HMAC: SunJCE", "AES-GCM: LeptonQuickAes", "AES-CTR: SunJCE");
  }

  @Test
  void itIsInstalledWhenACommandRuns() throws Exception {
    assertThat(linesOfAFreshMachine("--version"))
        .contains("AES-GCM: LeptonQuickAes", "AES-CTR: SunJCE");
  }

  @Test
  void aCommandWaitsForTheInstallationAndDoesNotRunWhereThatFailed() {
    AtomicBoolean ran = new AtomicBoolean();
    CommandLine line =
        new CommandLine(CommandSpec.wrapWithoutInspection((Runnable) () -> ran.set(true)));
    CompletableFuture<Void> failed = CompletableFuture.failedFuture(new LinkageError("no AES"));
    line.setExecutionStrategy(new Main.After(failed));
    StringWriter told = new StringWriter();
    line.setErr(new PrintWriter(told));
    assertThat(line.execute()).isEqualTo(ExitCode.FAILED);
    assertThat(told.toString()).contains("no AES");
    assertThat(ran).isFalse();

    line.setExecutionStrategy(new Main.After(CompletableFuture.completedFuture(null)));
    assertThat(line.execute()).isZero();
    assertThat(ran).isTrue();
  }

  @Test
  void nativeAesGcmWritesWhatThePlatformReads() throws Exception {
    Cipher quick = Cipher.getInstance("AES/GCM/NoPadding", new QuickAes());
    quick.init(Cipher.ENCRYPT_MODE, KEY, new GCMParameterSpec(128, new byte[12]));
    ByteBuffer cipherText = ByteBuffer.allocateDirect(1000 + 16);
    quick.doFinal(ByteBuffer.allocateDirect(1000), cipherText);

    Cipher platform = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    platform.init(Cipher.DECRYPT_MODE, KEY, new GCMParameterSpec(128, new byte[12]));
    byte[] bytes = new byte[1016];
    cipherText.flip().get(bytes);
    assertThat(platform.doFinal(bytes)).isEqualTo(new byte[1000]);
  }

  @Test
  void nativeHmacIsThatOfThePlatform() throws Exception {
    Mac quick = Mac.getInstance("HmacSHA256", new QuickAes());
    Mac platform = Mac.getInstance("HmacSHA256", "SunJCE");
    for (Mac mac : List.of(quick, platform)) {
      mac.init(KEY);
      mac.update(new byte[40]);
      mac.update((byte) 1);
    }
    assertThat(quick.doFinal()).isEqualTo(platform.doFinal());
  }

  @Test
  void nothingElseIsTakenFromConscrypt() {
    assertThat(new QuickAes().getServices())
        .extracting(Provider.Service::getAlgorithm)
        .containsExactlyInAnyOrder("AES/GCM/NoPadding", "HmacSHA256");
  }

  private static List<String> linesOfAFreshMachine(String how) throws Exception {
    Process machine =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FreshMachine.class.getName(),
                how)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (Stream<String> lines = machine.inputReader().lines()) {
      return lines.toList();
    } finally {
      assertThat(machine.waitFor()).isZero();
    }
  }

  /** Says who serves what, after the installation or a whole command. */
  static final class FreshMachine {

    public static void main(String[] args) throws Exception {
      if (args[0].equals("install")) {
        QuickAes.install();
      } else {
        System.setProperty("lepton.quick-aes", "true");
        Main.run(args);
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      System.out.println("digest: " + digest.getProvider().getName());
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(KEY);
      System.out.println("HMAC: " + mac.getProvider().getName());
      System.out.println("AES-GCM: " + provider("AES/GCM/NoPadding"));
      System.out.println("AES-CTR: " + provider("AES/CTR/NoPadding"));
    }

    private static String provider(String cipher) throws Exception {
      return Cipher.getInstance(cipher).getProvider().getName();
    }
  }
}
