package io.lepton.cli;

import java.io.Serial;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * AES-GCM, for client-side encryption and for HTTPS, of Conscrypt, and nothing else of it. Java's
 * own needs the optimising compiler, which the launcher leaves out of commands that move bytes.
 * Conscrypt is loaded at the first use; where it cannot be, Java's own serves.
 */
final class QuickAes extends Provider {
  @Serial private static final long serialVersionUID = 1L;
  private static final String CIPHER = "AES/GCM/NoPadding";

  private QuickAes() {
    super("LeptonQuickAes", "1", "AES-GCM of Conscrypt");
    putService(new NativeCipher(this));
  }

  /** Makes it the first choice of the virtual machine. */
  static void install() {
    Security.insertProviderAt(new QuickAes(), 1);
  }

  private static final class NativeCipher extends Service {
    private @Nullable Service real;
    private boolean tried;

    NativeCipher(Provider provider) {
      super(provider, "Cipher", CIPHER, "org.conscrypt.OpenSSLAeadCipherAES$GCM", null, null);
    }

    @Override
    public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
      Service found = load();
      if (found == null) {
        throw new NoSuchAlgorithmException("Conscrypt cannot be loaded");
      }
      return found.newInstance(parameter);
    }

    private synchronized @Nullable Service load() {
      if (!tried) {
        tried = true;
        try {
          real = Conscrypt.newProvider().getService("Cipher", CIPHER);
        } catch (LinkageError e) {
          LoggerFactory.getLogger(QuickAes.class)
              .warn(
                  "Encryption and HTTPS are slow, for Conscrypt cannot be loaded on this machine ({})."
                      + " LEPTON_JAVA_OPTS=-XX:TieredStopAtLevel=4 makes large transfers quicker.",
                  e.getMessage());
        }
      }
      return real;
    }
  }
}
