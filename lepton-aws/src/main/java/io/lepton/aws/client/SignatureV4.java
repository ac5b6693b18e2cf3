package io.lepton.aws.client;

import io.lepton.http.Hmac;
import io.lepton.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Signature Version 4 in the Authorization header, as S3 takes it: the path is signed as it is
 * sent. All headers of the request are signed. After "Signature Calculations for the Authorization
 * Header" in the S3 API reference. Thread safe.
 */
final class SignatureV4 {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final HexFormat HEX = HexFormat.of();
  private static final MessageDigest SHA256 = sha256();

  private final String region;
  private final String service;
  private volatile @Nullable DayKey key;

  SignatureV4(String region, String service) {
    this.region = region;
    this.service = service;
  }

  /**
   * Adds the Authorization header, which covers the others.
   *
   * @param time {@code 20130524T000000Z}, as the request's {@code x-amz-date} has it
   * @param payload what the request's {@code x-amz-content-sha256} has
   */
  void sign(HttpRequest request, String accessKeyId, String secret, String time, String payload) {
    String day = time.substring(0, 8);
    String scope = day + "/" + region + "/" + service + "/aws4_request";
    Map<String, String> headers = new TreeMap<>();
    headers.put("host", request.origin().header());
    request
        .headers()
        .forEach(
            (name, value) ->
                headers.merge(
                    name.toLowerCase(Locale.ROOT), single(value), (one, two) -> one + "," + two));
    StringBuilder canonical = new StringBuilder(512);
    String target = request.target();
    int query = target.indexOf('?');
    canonical.append(request.method()).append('\n');
    canonical.append(target, 0, query < 0 ? target.length() : query).append('\n');
    canonical.append(query < 0 ? "" : sorted(target.substring(query + 1))).append('\n');
    StringBuilder names = new StringBuilder(128);
    headers.forEach(
        (name, value) -> {
          canonical.append(name).append(':').append(value).append('\n');
          names.append(names.isEmpty() ? "" : ";").append(name);
        });
    canonical.append('\n').append(names).append('\n').append(payload);
    String toSign =
        ALGORITHM + "\n" + time + "\n" + scope + "\n" + HEX.formatHex(digest(canonical));
    byte[] signature = key(secret, day).mac(toSign);
    request.header(
        "Authorization",
        ALGORITHM
            + " Credential="
            + accessKeyId
            + "/"
            + scope
            + ",SignedHeaders="
            + names
            + ",Signature="
            + HEX.formatHex(signature));
  }

  /** Without blanks at the ends, and with one where there are several. */
  private static String single(String value) {
    String text = value.strip();
    if (text.indexOf("  ") < 0) {
      return text;
    }
    StringBuilder single = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != ' ' || text.charAt(i - 1) != ' ') {
        single.append(text.charAt(i));
      }
    }
    return single.toString();
  }

  private static String sorted(String query) {
    String[] pairs = query.split("&", -1);
    for (int i = 0; i < pairs.length; i++) {
      if (pairs[i].indexOf('=') < 0) {
        pairs[i] += "=";
      }
    }
    Arrays.sort(pairs);
    return String.join("&", pairs);
  }

  /** Keys are good for a day; the process may be older, or its credentials renewed. */
  private DayKey key(String secret, String day) {
    DayKey known = key;
    if (known == null || !known.day.equals(day) || !known.secret.equals(secret)) {
      Hmac ofDay = new Hmac(utf8("AWS4" + secret));
      Hmac ofRegion = new Hmac(ofDay.of(utf8(day)));
      Hmac ofService = new Hmac(ofRegion.of(utf8(region)));
      Hmac ofRequest = new Hmac(ofService.of(utf8(service)));
      known = new DayKey(secret, day, new Hmac(ofRequest.of(utf8("aws4_request"))));
      key = known;
    }
    return known;
  }

  private static byte[] digest(CharSequence text) {
    return fresh(SHA256).digest(utf8(text.toString()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }

  private static MessageDigest fresh(MessageDigest state) {
    try {
      return (MessageDigest) state.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's SHA-256 cannot be copied", e);
    }
  }

  private static final class DayKey {
    private final String secret;
    private final String day;
    private final Hmac key;

    DayKey(String secret, String day, Hmac key) {
      this.secret = secret;
      this.day = day;
      this.key = key;
    }

    byte[] mac(String text) {
      return key.of(utf8(text));
    }
  }
}
