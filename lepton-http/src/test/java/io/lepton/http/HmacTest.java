package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Beside the platform's own. */
class HmacTest {

  @Test
  void itIsThatOfThePlatformForKeysAndTextsOfAllLengths() throws Exception {
    Random random = new Random(1);
    Mac platform = Mac.getInstance("HmacSHA256");
    for (int length = 1; length < 300; length += 7) {
      byte[] key = new byte[length];
      random.nextBytes(key);
      platform.init(new SecretKeySpec(key, "HmacSHA256"));
      Hmac hmac = new Hmac(key);
      for (int text = 0; text < 300; text += 13) {
        byte[] bytes = new byte[text];
        random.nextBytes(bytes);
        assertThat(hmac.of(bytes)).isEqualTo(platform.doFinal(bytes));
      }
    }
  }
}
