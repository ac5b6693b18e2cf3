package io.lepton.aws.client;

import io.lepton.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Dates and signs requests with the credentials of the moment. The provider of these, which renews
 * them in time, is asked once a second at most. Thread safe.
 */
public final class RequestSigner {
  /** What a signature says that covers no payload. */
  public static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  /** "RequestTimeTooSkewed" among the error codes of the S3 API reference. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(15);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final AwsCredentialsProvider credentials;
  private final Clock clock;
  private final Map<String, SignatureV4> signatures = new ConcurrentHashMap<>();
  private volatile Duration ahead = Duration.ZERO;
  private volatile @Nullable Moment last;

  RequestSigner(AwsCredentialsProvider credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  private record Moment(long second, String time, AwsCredentials credentials) {}

  /**
   * Adds date, session token and signature. Nothing may be added to the request afterwards.
   *
   * @param payload {@link #UNSIGNED} or another value of {@code x-amz-content-sha256}
   * @return the time that it was dated with, to the second
   */
  public Instant sign(HttpRequest request, String region, String service, String payload) {
    Moment now = now();
    request.header("x-amz-content-sha256", payload).header("x-amz-date", now.time);
    if (now.credentials instanceof AwsSessionCredentials session) {
      request.header("x-amz-security-token", session.sessionToken());
    }
    signatures
        .computeIfAbsent(region + "/" + service, name -> new SignatureV4(region, service))
        .sign(
            request,
            now.credentials.accessKeyId(),
            now.credentials.secretAccessKey(),
            now.time,
            payload);
    return Instant.ofEpochSecond(now.second);
  }

  private Moment now() {
    Instant instant = clock.instant().plus(ahead);
    Moment now = last;
    if (now == null || now.second != instant.getEpochSecond()) {
      now =
          new Moment(
              instant.getEpochSecond(), TIME.format(instant), credentials.resolveCredentials());
      last = now;
    }
    return now;
  }

  /**
   * Whether a service refuses requests that are dated so.
   *
   * @param dated as {@link #sign} told of the request: the clock may have been set right since then
   */
  public static boolean isSkewed(Instant dated, Instant serviceTime) {
    return Duration.between(dated, serviceTime).abs().compareTo(MOST_SKEW) > 0;
  }

  /** Goes by the service's clock from now on, because it refused this machine's. */
  public void follow(Instant serviceTime) {
    ahead = Duration.between(clock.instant(), serviceTime);
  }
}
