package io.lepton.watch;

import java.util.regex.Pattern;

/**
 * Takes out what looks like a credential. Rather takes out too much: an audit log is kept for years
 * and read by many.
 */
final class Redaction {
  private static final String HIDDEN = "[hidden]";

  /** {@code password=...}, {@code AccountKey: ...}, {@code X-Amz-Signature=...}. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)([\\w.-]*(?:passw(?:or)?d|secret|token|api[_-]?key|access[_-]?key|account[_-]?key"
              + "|signature|credential|authorization|cookie|\\bsig)[\\w.-]*[\"']?\\s*[=:]\\s*)"
              + "(\"[^\"]*\"|'[^']*'|(?:(?:bearer|basic)\\s+)?[^\\s,;&\"']+)");

  private static final Pattern SCHEME = Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{6,}");

  private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s@]+@");

  /** Key ids of AWS, JSON Web Tokens, tokens of GitHub and Google, private keys. */
  private static final Pattern KNOWN =
      Pattern.compile(
          "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"
              + "|\\beyJ[\\w-]+\\.[\\w-]+(?:\\.[\\w-]*)?"
              + "|\\bgh[opsur]_\\w{20,}"
              + "|\\bya29\\.[\\w.-]+"
              + "|\\bAIza[\\w-]{30,}"
              + "|(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)");

  /** Long runs of digits and letters that no digest's name stands before. */
  private static final Pattern BARE =
      Pattern.compile(
          "(?<![\\w+/=:@.-])(?=[\\w+/=-]*\\d)(?=[\\w+=-]*[A-Za-z])[\\w+=-]{32,}(?![\\w+=-])");

  private Redaction() {}

  static String of(String text) {
    String safe = KNOWN.matcher(text).replaceAll(HIDDEN);
    safe = USER_INFO.matcher(safe).replaceAll("$1" + HIDDEN + "@");
    safe = NAMED.matcher(safe).replaceAll("$1" + HIDDEN);
    safe = SCHEME.matcher(safe).replaceAll("$1 " + HIDDEN);
    return BARE.matcher(safe).replaceAll(HIDDEN);
  }

  /** A digest as it is, if it is one. */
  static String digest(String value) {
    return value.matches("(?:sha(?:1|256|384|512)|md5|crc32c|crc64nvme|blake3):[\\w+/=-]{1,128}")
        ? value
        : HIDDEN;
  }
}
