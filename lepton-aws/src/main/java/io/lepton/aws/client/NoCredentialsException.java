package io.lepton.aws.client;

import software.amazon.awssdk.core.exception.SdkClientException;

/** No credentials were found; the message is for people: where they were looked for, what to do. */
public final class NoCredentialsException extends SdkClientException {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final boolean mayPass;

  NoCredentialsException(String message, boolean mayPass, Exception cause) {
    super(SdkClientException.builder().message(message).cause(cause));
    this.message = message;
    this.mayPass = mayPass;
  }

  /** Whether a source of credentials could not be asked, or not now. */
  public boolean mayPass() {
    return mayPass;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
