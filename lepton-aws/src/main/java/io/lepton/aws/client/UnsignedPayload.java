package io.lepton.aws.client;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs requests (Signature Version 4) but not their payload, over HTTPS and over plain HTTP alike.
 *
 * <p>Over plain HTTP the SDK would send every payload through SHA-256, which costs more than moving
 * it. The CRC32C that every write carries finds accidents. It does not stop an attacker on the
 * wire, and neither would the SHA-256, because answers have none: who fears one needs HTTPS.
 */
final class UnsignedPayload implements AwsV4AuthScheme {
  private final AwsV4AuthScheme scheme = AwsV4AuthScheme.create();
  private final AwsV4HttpSigner signer = new Signer(scheme.signer());

  @Override
  public String schemeId() {
    return scheme.schemeId();
  }

  @Override
  public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
    return scheme.identityProvider(providers);
  }

  @Override
  public AwsV4HttpSigner signer() {
    return signer;
  }

  /** Signs as if for HTTPS, where the SDK leaves the payload unsigned; the scheme is not signed. */
  private record Signer(AwsV4HttpSigner signer) implements AwsV4HttpSigner {

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
      SdkHttpRequest http = request.request();
      // The default port is left out of the signed host, and differs.
      if (!http.protocol().equals("http") || http.port() == 80 || http.port() == 443) {
        return signer.sign(request);
      }
      SignedRequest signed =
          signer.sign(asHttps(request, http.toBuilder().protocol("https").build()));
      return signed.toBuilder()
          .request(signed.request().toBuilder().protocol("http").build())
          .build();
    }

    private static <T extends AwsCredentialsIdentity> SignRequest<T> asHttps(
        SignRequest<T> request, SdkHttpRequest https) {
      return request.toBuilder().request(https).build();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(
        AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
      return signer.signAsync(request);
    }
  }
}
