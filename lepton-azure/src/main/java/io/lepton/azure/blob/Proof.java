package io.lepton.azure.blob;

import io.lepton.azure.blob.StorageAccount.Access;
import io.lepton.azure.http.BearerToken;
import io.lepton.azure.http.Identity;
import java.util.Optional;

/** Shows the service that a dated request is allowed. Thread safe. */
interface Proof {
  void add(BlobRequest request);

  /** The token that requests are proven by, as their Authorization header has it, if one is. */
  default Optional<String> token() {
    return Optional.empty();
  }

  /** The proof that an account's settings hold. */
  static Proof of(StorageAccount account) {
    if (account.access() instanceof Access.Key key) {
      SharedKey signer = new SharedKey(key.account(), key.base64());
      return request -> request.set("authorization", signer.authorization(request));
    }
    if (account.access() instanceof Access.Signature signature) {
      return request -> request.addQuery(signature.token());
    }
    BearerToken token =
        new BearerToken(
            Identity.credential(
                account.endpoint(),
                "set " + StorageAccount.KEY + " or " + StorageAccount.SAS + ", or "),
            "https://storage.azure.com/.default");
    return new Bearer(token);
  }

  /** The token of who is signed in. */
  record Bearer(BearerToken bearer) implements Proof {

    @Override
    public void add(BlobRequest request) {
      token().ifPresent(value -> request.set("authorization", value));
    }

    @Override
    public Optional<String> token() {
      return Optional.of("Bearer " + bearer.value());
    }
  }
}
