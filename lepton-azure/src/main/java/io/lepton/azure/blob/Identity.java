package io.lepton.azure.blob;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;

/**
 * Whoever this process or machine is signed in as, through {@code DefaultAzureCredential} of {@code
 * azure-identity}. That library is large and not needed for keys and signatures, so it is looked up
 * by name: add it to the class path to use it.
 */
final class Identity {
  private static final String BUILDER = "com.azure.identity.DefaultAzureCredentialBuilder";
  private static final String SCOPE = "https://storage.azure.com/.default";

  private Identity() {}

  static HttpPipelinePolicy policy() {
    try {
      Class<?> builder = Class.forName(BUILDER);
      Object credential = builder.getMethod("build").invoke(builder.getConstructor().newInstance());
      return new BearerTokenAuthenticationPolicy((TokenCredential) credential, SCOPE);
    } catch (ClassNotFoundException e) {
      throw CloudException.of(ErrorKind.PERMISSION_DENIED)
          .provider(BlobErrors.PROVIDER)
          .operation("open")
          .message(
              "no credential: set "
                  + StorageAccount.KEY
                  + " or "
                  + StorageAccount.SAS
                  + ", or add com.azure:azure-identity to the class path to use the signed-in"
                  + " identity");
    } catch (ReflectiveOperationException e) {
      throw CloudException.of(ErrorKind.PERMISSION_DENIED)
          .provider(BlobErrors.PROVIDER)
          .operation("open")
          .cause(e)
          .message("azure-identity offers no default credential here");
    }
  }
}
