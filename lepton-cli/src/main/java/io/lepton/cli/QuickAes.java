package io.lepton.cli;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import javax.crypto.Cipher;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * AES-GCM, for client-side encryption, of Conscrypt, and HMAC-SHA256 for who asks this provider for
 * it; nothing else of it ({@link QuickTls} speaks HTTPS). Java's own need the optimising compiler,
 * which the launcher leaves out of commands that move bytes. Conscrypt is loaded at the first use;
 * where it cannot be, Java's own serves. The virtual machine makes this class by its name when
 * somebody first asks for AES-GCM, so it is public.
 */
public final class QuickAes extends Provider {
  @Serial private static final long serialVersionUID = 1L;
  private static final String NAME = "LeptonQuickAes";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String MAC = "HmacSHA256";
  private static final String PREFERRED = "jdk.security.provider.preferred";
  private static @Nullable Provider real;
  private static boolean tried;

  public QuickAes() {
    super(NAME, "1", "AES-GCM and HMAC-SHA256 of Conscrypt");
    putService(new Native(this, "Cipher", CIPHER, "org.conscrypt.OpenSSLAeadCipherAES$GCM"));
    putService(new Native(this, "Mac", MAC, "org.conscrypt.OpenSSLMac$HmacSHA256"));
  }

  /**
   * Makes it the virtual machine's preferred AES-GCM, unless its own settings prefer another. This
   * must come before the first use of any security provider: it writes a line into the list of
   * providers that the machine then reads. To insert one into the list as read loads all of them.
   */
  static void install() {
    int last = 1;
    while (Security.getProperty("security.provider." + last) != null) {
      last++;
    }
    Security.setProperty("security.provider." + last, QuickAes.class.getName());
    String others = Security.getProperty(PREFERRED);
    Security.setProperty(PREFERRED, (others == null ? "" : others + ", ") + CIPHER + ":" + NAME);
  }

  /** Begins to load it; whoever needs it meanwhile waits. */
  static void prepare() {
    Thread loading = new Thread(QuickAes::use, "quick-aes");
    loading.setDaemon(true);
    loading.start();
  }

  private static void use() {
    try {
      Cipher.getInstance(CIPHER);
    } catch (GeneralSecurityException e) {
      LoggerFactory.getLogger(QuickAes.class).debug("no AES-GCM: {}", e.getMessage());
    }
  }

  /** Null where it cannot be loaded. */
  static synchronized @Nullable Provider conscrypt() {
    if (!tried) {
      tried = true;
      try {
        real = Conscrypt.newProvider();
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

  private static final class Native extends Service {

    Native(Provider provider, String type, String algorithm, String className) {
      super(provider, type, algorithm, className, null, null);
    }

    @Override
    public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
      Provider found = conscrypt();
      if (found == null) {
        throw new NoSuchAlgorithmException("Conscrypt cannot be loaded");
      }
      return found.getService(getType(), getAlgorithm()).newInstance(parameter);
    }
  }
}
