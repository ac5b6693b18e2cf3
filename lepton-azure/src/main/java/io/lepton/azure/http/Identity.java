package io.lepton.azure.http;

import com.azure.core.credential.TokenCredential;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;

/**
 * Whoever this process or machine is signed in as, through {@code DefaultAzureCredential} of {@code
 * azure-identity}. That library is large and not needed for keys and signatures, so it is looked up
 * by name: add it to the class path to use it.
 */
public final class Identity {
  private static final String BUILDER = "com.azure.identity.DefaultAzureCredentialBuilder";

  private Identity() {}

  /**
   * Who is signed in.
   *
   * @param location what is opened, for the error; may be empty
   * @param otherwise what else would do, as the beginning of a sentence; empty for nothing
   * @throws CloudException PERMISSION_DENIED when the library is not there or finds nobody
   */
  public static TokenCredential credential(String location, String otherwise) {
    try {
      Class<?> builder = Class.forName(BUILDER);
      return (TokenCredential)
          builder.getMethod("build").invoke(builder.getConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      throw CloudException.of(ErrorKind.PERMISSION_DENIED)
          .provider("azure")
          .operation("open")
          .location(location)
          .message(
              "no credential: "
                  + otherwise
                  + "add com.azure:azure-identity to the class path to use the signed-in identity");
    } catch (ReflectiveOperationException e) {
      throw CloudException.of(ErrorKind.PERMISSION_DENIED)
          .provider("azure")
          .operation("open")
          .location(location)
          .cause(e)
          .message("azure-identity offers no default credential here");
    }
  }
}
