package io.lepton.transfer.crypt;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.signature.PredefinedSignatureParameters;
import com.google.crypto.tink.signature.SignatureConfig;
import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.key.KeyEncryptionKey;
import io.lepton.transfer.manifest.ManifestProver;
import io.lepton.transfer.manifest.ManifestSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/**
 * Keyset files in Tink's JSON format, as its own tool {@code tinkey} makes them too. A keyset may
 * hold several keys: the primary one is used for what is new, all of them for what is old. Such a
 * file holds the keys in clear, so it is created readable by its owner only.
 */
public final class Keysets {
  private Keysets() {}

  /** What a keyset is for. */
  public enum Purpose {
    /** Wrapping data keys: AES-256-GCM. */
    ENCRYPTION,
    /** Signing manifests: Ed25519. */
    SIGNATURE;

    private Parameters parameters() {
      return switch (this) {
        case ENCRYPTION -> PredefinedAeadParameters.AES256_GCM;
        case SIGNATURE -> PredefinedSignatureParameters.ED25519;
      };
    }

    /** Of this purpose alone, for each loads some two hundred classes. */
    private Configuration configuration() throws GeneralSecurityException {
      switch (this) {
        case ENCRYPTION -> AeadConfig.register();
        case SIGNATURE -> SignatureConfig.register();
      }
      return RegistryConfiguration.get();
    }
  }

  /**
   * Writes a new keyset with one key.
   *
   * @throws InputException when the file is there already, or cannot be written
   */
  public static void create(Path file, Purpose purpose) {
    try {
      Configuration all = purpose.configuration();
      write(
          file,
          TinkJsonProtoKeysetFormat.serializeKeyset(
              KeysetHandle.generateNew(purpose.parameters(), all),
              all,
              InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no keyset can be made: " + e, e);
    }
  }

  /**
   * Writes the public half of a signing keyset, which proves signatures and makes none.
   *
   * @throws InputException when {@code signing} is no signing keyset or {@code file} is there
   */
  public static void writePublic(Path signing, Path file) {
    try {
      write(
          file,
          TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(
              read(signing, Purpose.SIGNATURE).getPublicKeysetHandle(),
              Purpose.SIGNATURE.configuration()));
    } catch (GeneralSecurityException e) {
      throw new InputException(
          signing + ": has no public half; expected a keyset for signatures: " + e.getMessage(), e);
    }
  }

  /**
   * The key encryption key of a keyset file.
   *
   * @throws InputException when the file is missing or no keyset for encryption
   */
  public static KeyEncryptionKey encryption(Path file) {
    return new FileKey(file, primitive(file, Purpose.ENCRYPTION, Aead.class, "encryption (AEAD)"));
  }

  /** Signs with the primary key of a keyset file; errors as {@link #encryption}. */
  public static ManifestSigner signing(Path file) {
    PublicKeySign key =
        primitive(
            file, Purpose.SIGNATURE, PublicKeySign.class, "signatures, or has no private half");
    return sha256 -> {
      try {
        return key.sign(sha256);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(file + " signs nothing: " + e, e);
      }
    };
  }

  /** Proves signatures with a keyset file, public or whole; errors as {@link #encryption}. */
  public static ManifestProver proving(Path file) {
    KeysetHandle keyset =
        read(
            file,
            Purpose.SIGNATURE,
            "lepton keyset public SIGNING_KEYSET "
                + file
                + ", where SIGNING_KEYSET is what the manifest was signed with");
    try {
      keyset = keyset.getPublicKeysetHandle();
    } catch (GeneralSecurityException e) {
      // It is the public half already, or what follows says what it is.
    }
    PublicKeyVerify key =
        primitive(file, keyset, Purpose.SIGNATURE, PublicKeyVerify.class, "signatures");
    return (signature, sha256) -> {
      try {
        key.verify(signature, sha256);
        return true;
      } catch (GeneralSecurityException e) {
        return false;
      }
    };
  }

  private static <P> P primitive(Path file, Purpose purpose, Class<P> type, String what) {
    return primitive(file, read(file, purpose), purpose, type, what);
  }

  private static <P> P primitive(
      Path file, KeysetHandle keyset, Purpose purpose, Class<P> type, String what) {
    try {
      return keyset.getPrimitive(purpose.configuration(), type);
    } catch (GeneralSecurityException e) {
      throw new InputException(file + ": is no keyset for " + what, e);
    }
  }

  private static String maker(Path file, Purpose purpose) {
    return switch (purpose) {
      case ENCRYPTION -> "lepton keyset create " + file;
      case SIGNATURE -> "lepton keyset create --signing " + file;
    };
  }

  private static KeysetHandle read(Path file, Purpose purpose) {
    return read(file, purpose, maker(file, purpose));
  }

  /**
   * Reads a keyset.
   *
   * @param maker what makes such a file, for who has none
   */
  private static KeysetHandle read(Path file, Purpose purpose, String maker) {
    try {
      String json = Files.readString(file);
      return json.contains("\"encryptedKeyset\"")
          ? refuseEncrypted(file)
          : TinkJsonProtoKeysetFormat.parseKeyset(
              json, purpose.configuration(), InsecureSecretKeyAccess.get());
    } catch (IOException e) {
      throw new InputException(
          file
              + ": the keyset cannot be read ("
              + e.getClass().getSimpleName()
              + "); make one with: "
              + maker,
          e);
    } catch (GeneralSecurityException e) {
      throw new InputException(file + ": is no keyset in Tink's JSON format", e);
    }
  }

  private static KeysetHandle refuseEncrypted(Path file) {
    throw new InputException(
        file
            + ": this keyset is encrypted itself; name the key of the service that encrypts it"
            + " (aws-kms://..., gcp-kms://..., azure-kv://...) instead");
  }

  private static void write(Path file, String json) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      FileAttribute<?>[] ownerOnly =
          file.getFileSystem().supportedFileAttributeViews().contains("posix")
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
              }
              : new FileAttribute<?>[0];
      Files.createFile(file, ownerOnly);
      Files.writeString(file, json + "\n", StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new InputException(
          file + ": is there already; a keyset is never overwritten, for it may hold keys in use",
          e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + e, e);
    }
  }

  private record FileKey(Path file, Aead aead) implements KeyEncryptionKey {
    @Override
    public byte[] wrap(byte[] dataKey, String purpose) {
      try {
        return aead.encrypt(dataKey, purpose.getBytes(StandardCharsets.US_ASCII));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(file + " wraps no key: " + e, e);
      }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, String purpose) {
      try {
        return aead.decrypt(wrapped, purpose.getBytes(StandardCharsets.US_ASCII));
      } catch (GeneralSecurityException e) {
        throw CloudException.of(ErrorKind.PERMISSION_DENIED)
            .operation("unwrap")
            .location(file.toString())
            .cause(e)
            .message(
                "no key of this keyset wrapped the data key, or the object's head was altered;"
                    + " name the keyset that it was encrypted with");
      }
    }
  }
}
