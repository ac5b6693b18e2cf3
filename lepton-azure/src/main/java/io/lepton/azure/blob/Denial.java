package io.lepton.azure.blob;

import io.lepton.azure.blob.StorageAccount.Access;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Why Blob Storage denies a request and what helps, from the error's code and from what the proof
 * of access tells of itself; its secret is never told. Codes are those of "Common REST API error
 * codes", fields of signatures those of "Create an account SAS" and "Create a service SAS", roles
 * those of "Assign an Azure role for access to blob data", all Azure Storage documentation.
 *
 * @param access how requests prove that they are allowed
 * @param clock the service's time, by which proofs expire
 */
record Denial(Access access, ServerClock clock) {
  /** The operation that reads an object's tags, which takes a right of its own. */
  static final String READ_TAGS = "read tags of";

  /** "Authorize with Shared Key": an older or a newer request is refused. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(15);

  /** What to tell of an {@code operation} that was denied by an error of {@code code}. */
  String why(String operation, String code) {
    return switch (code) {
      case "AccountIsDisabled" -> "the account is disabled; have it enabled";
      case "KeyBasedAuthenticationNotPermitted" ->
          "the account takes no keys nor signatures made of them; leave out "
              + StorageAccount.CONNECTION_STRING
              + ", "
              + StorageAccount.KEY
              + " and "
              + StorageAccount.SAS
              + " and sign in as somebody who may use it";
      case "AuthorizationResourceTypeMismatch" ->
          "the shared access signature is not for containers and objects both; make one that is"
              + " (srt=co)";
      case "AuthorizationServiceMismatch" ->
          "the shared access signature is not for the blob service; make one that is (ss=b)";
      case "AuthorizationProtocolMismatch" ->
          "the shared access signature is not for this protocol; use https";
      case "AuthorizationSourceIPMismatch" ->
          "the shared access signature is not for this machine's address; make one that is (sip)";
      case "AuthorizationPermissionMismatch", "InsufficientAccountPermissions" ->
          outdated().or(() -> lacking(operation)).orElseGet(() -> unknown(operation));
      default -> outdated().orElseGet(() -> unknown(operation));
    };
  }

  private static String unknown(String operation) {
    return "access is denied; check that the key, signature or identity is right, has not expired"
        + " and is allowed to "
        + operation
        + ", and that the account's firewall lets this machine in";
  }

  /** What has passed, or has not come, by the service's time. */
  private Optional<String> outdated() {
    if (access instanceof Access.Key) {
      return Optional.of(clock.ahead().abs())
          .filter(skew -> skew.compareTo(MOST_SKEW) > 0)
          .map(
              skew ->
                  "this machine's clock is "
                      + skew.toMinutes()
                      + " minutes off the service's, and requests of such a time are taken for"
                      + " expired; set it right");
    }
    Instant now = clock.now();
    return time("se")
        .filter(now::isAfter)
        .map(end -> "the shared access signature has expired at " + end + "; make a new one")
        .or(
            () ->
                time("st")
                    .filter(now::isBefore)
                    .map(
                        start ->
                            "the shared access signature holds from "
                                + start
                                + " only; wait, or make one that holds now"));
  }

  private Optional<String> lacking(String operation) {
    return switch (operation) {
      case "list", "list uploads" -> lacking("l (list)", "Storage Blob Data Reader");
      case "stat", "read", "list parts" -> lacking("r (read)", "Storage Blob Data Reader");
      case READ_TAGS -> lacking("t (tags)", "Storage Blob Data Owner");
      case "delete" -> lacking("d (delete)", "Storage Blob Data Contributor");
      default ->
          lacking(
              "w (write), and t (tags) where objects have tags",
              "Storage Blob Data Contributor, or Storage Blob Data Owner where objects have tags");
    };
  }

  private Optional<String> lacking(String permission, String role) {
    if (access instanceof Access.Identity) {
      return Optional.of(
          "who is signed in needs more rights here; grant them, for example by the role " + role);
    }
    return field("sp")
        .map(
            given ->
                "the shared access signature needs "
                    + permission
                    + " and was made for '"
                    + given
                    + "'; make one with it");
  }

  private Optional<Instant> time(String name) {
    return field(name).flatMap(Denial::parsed);
  }

  private static Optional<Instant> parsed(String time) {
    try {
      return Optional.of(
          time.indexOf('T') < 0
              ? LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A field of the shared access signature; empty where it has none, or there is no signature. */
  private Optional<String> field(String name) {
    if (access instanceof Access.Signature signature) {
      for (String field : signature.token().split("&", -1)) {
        if (field.startsWith(name + "=")) {
          return Optional.of(
              URLDecoder.decode(field.substring(name.length() + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return Optional.empty();
  }
}
