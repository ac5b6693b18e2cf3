package io.lepton.gcp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class CredentialsExceptionTest {

  private static boolean mayPass(IOException cause) {
    return new CredentialsException(cause).mayPass();
  }

  @Test
  void aConnectionThatBreaksMayBeBetterLaterHoweverDeepItIsToldOf() {
    assertThat(mayPass(new ConnectException("refused"))).isTrue();
    assertThat(mayPass(new SocketTimeoutException("late"))).isTrue();
    assertThat(mayPass(new IOException("source credentials", new UnknownHostException("sts"))))
        .isTrue();
  }

  @Test
  void credentialsThatAreNotThereStayAway() {
    assertThat(mayPass(new IOException("no default credentials"))).isFalse();
    assertThat(mayPass(new IOException("no subject", new FileNotFoundException("token"))))
        .isFalse();
  }
}
