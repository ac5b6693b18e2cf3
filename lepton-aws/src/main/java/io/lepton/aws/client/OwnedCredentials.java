package io.lepton.aws.client;

import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Closes, after a source of credentials, what it asks: the SDK's providers leave that open.
 *
 * @param asked clients, and the sources of their credentials
 */
record OwnedCredentials(AwsCredentialsProvider source, List<?> asked)
    implements AwsCredentialsProvider, SdkAutoCloseable {
  OwnedCredentials {
    asked = List.copyOf(asked);
  }

  @Override
  public AwsCredentials resolveCredentials() {
    return source.resolveCredentials();
  }

  @Override
  public void close() {
    close(source);
    asked.forEach(OwnedCredentials::close);
  }

  private static void close(Object each) {
    if (each instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}
