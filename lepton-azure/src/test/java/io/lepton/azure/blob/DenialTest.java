package io.lepton.azure.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.azure.blob.StorageAccount.Access;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a request is denied is told from the error and from what the proof says of itself. */
class DenialTest {
  private static final String MISMATCH = "AuthorizationPermissionMismatch";
  private final ServerClock clock = new ServerClock();

  private Denial of(String token) {
    return new Denial(new Access.Signature(token + "&sig=c2VjcmV0"), clock);
  }

  private void serverSays(Instant time) {
    clock.heard(DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2021-01-01T00:00:00Z",
        "2021-01-01T00%3A00%3A00Z",
        "2021-01-01",
        "2021-01-01T00:00Z"
      })
  void anExpiredSignatureIsToldWithItsEnd(String end) {
    for (String code : new String[] {"AuthenticationFailed", "AuthorizationFailure", MISMATCH}) {
      assertThat(of("sp=rl&se=" + end).why("list", code))
          .isEqualTo(
              "the shared access signature has expired at 2021-01-01T00:00:00Z; make a new one");
    }
  }

  @Test
  void aSignatureOfTheFutureIsToldWithItsStart() {
    assertThat(of("st=2999-01-01&se=2999-02-01").why("list", "AuthenticationFailed"))
        .contains("from 2999-01-01T00:00:00Z only");
  }

  @ParameterizedTest
  @CsvSource({
    "list, rw, l (list)",
    "read, wl, r (read)",
    "put, rl, w (write)",
    "read tags of, rl, t (tags)",
    "delete, rwl, d (delete)"
  })
  void thePermissionThatASignatureLacksIsNamed(String operation, String given, String lacking) {
    assertThat(of("se=2999-01-01&sp=" + given).why(operation, MISMATCH))
        .contains("needs " + lacking, "was made for '" + given + "'")
        .doesNotContain("c2VjcmV0");
  }

  @ParameterizedTest
  @CsvSource({
    "read, Reader",
    "list uploads, Reader",
    "put part, 'Contributor, or Storage Blob Data Owner where objects have tags'",
    "read tags of, Owner",
    "delete, Contributor"
  })
  void theRoleThatWhoIsSignedInLacksIsNamed(String operation, String role) {
    assertThat(new Denial(new Access.Identity(), clock).why(operation, MISMATCH))
        .contains("the role Storage Blob Data " + role);
  }

  @Test
  void aSignatureThatTellsNothingOfItselfIsToldInGeneral() {
    for (String token : new String[] {"si=policy", "sp=rl&se=tomorrow"}) {
      assertThat(of(token).why("put", "AuthenticationFailed"))
          .contains("has not expired and is allowed to put")
          .doesNotContain("c2VjcmV0");
    }
  }

  @Test
  void aClockThatIsOffIsToldWhereTheKeyIsRefusedForIt() {
    Denial denial = new Denial(new Access.Key("box", "a2V5"), clock);
    assertThat(denial.why("put", "AuthenticationFailed")).contains("check that the key");
    serverSays(Instant.now().plusSeconds(7300));
    assertThat(denial.why("put", "AuthenticationFailed"))
        .contains("clock is 121 minutes off the service's");
  }

  @Test
  void whatASignatureExpiresByIsTheServicesTime() {
    serverSays(Instant.parse("2020-06-01T00:00:00Z"));
    assertThat(of("se=2021-01-01").why("put", "AuthenticationFailed")).contains("access is denied");
  }
}
