package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.Provider;
import java.security.Security;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuickAesTest {
  private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "AES");

  @BeforeEach
  void install() {
    QuickAes.install();
  }

  @AfterEach
  void remove() {
    Security.removeProvider("LeptonQuickAes");
  }

  @Test
  void nativeAesGcmWritesWhatThePlatformReads() throws Exception {
    Cipher quick = Cipher.getInstance("AES/GCM/NoPadding");
    quick.init(Cipher.ENCRYPT_MODE, KEY, new GCMParameterSpec(128, new byte[12]));
    assertThat(quick.getProvider().getName()).isEqualTo("LeptonQuickAes");
    ByteBuffer cipherText = ByteBuffer.allocateDirect(1000 + 16);
    quick.doFinal(ByteBuffer.allocateDirect(1000), cipherText);

    Cipher platform = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    platform.init(Cipher.DECRYPT_MODE, KEY, new GCMParameterSpec(128, new byte[12]));
    byte[] bytes = new byte[1016];
    cipherText.flip().get(bytes);
    assertThat(platform.doFinal(bytes)).isEqualTo(new byte[1000]);
  }

  @Test
  void nothingElseIsTakenFromConscrypt() {
    assertThat(Security.getProvider("LeptonQuickAes").getServices())
        .extracting(Provider.Service::getAlgorithm)
        .containsExactly("AES/GCM/NoPadding");
    assertThat(Security.getProvider("Conscrypt")).isNull();
  }
}
