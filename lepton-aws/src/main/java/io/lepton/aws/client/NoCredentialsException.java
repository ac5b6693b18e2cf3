package io.lepton.aws.client;

import software.amazon.awssdk.core.exception.SdkClientException;

/** No credentials were found; the message is for people: where they were looked for, what to do. */
public final class NoCredentialsException extends SdkClientException {
  private static final long serialVersionUID = 1L;

  private final String message;

  NoCredentialsException(String message, Exception cause) {
    super(SdkClientException.builder().message(message).cause(cause));
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
