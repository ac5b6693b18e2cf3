package io.lepton.gcp.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Key files of service accounts that are made up. */
public final class KeyFiles {
  private KeyFiles() {}

  /** Writes one whose tokens are given at {@code tokenUri}; returns its secret. */
  public static String write(Path file, String tokenUri)
      throws IOException, NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String key =
        Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    Files.writeString(
        file,
        ("{'type':'service_account','project_id':'p','private_key_id':'i','client_id':'1',"
                + "'client_email':'a@p.iam.gserviceaccount.com','token_uri':'"
                + tokenUri
                + "','private_key':'-----BEGIN PRIVATE KEY-----\\n"
                + key
                + "\\n-----END PRIVATE KEY-----\\n'}")
            .replace('\'', '"'));
    return key;
  }
}
