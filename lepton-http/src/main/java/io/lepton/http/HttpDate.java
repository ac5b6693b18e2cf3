package io.lepton.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * Times as headers have them: {@code Sun, 06 Nov 1994 08:49:37 GMT} (RFC 9110, 5.6.7). Every answer
 * of an object store holds two, and a general parser takes longer over them than over all the rest.
 */
public final class HttpDate {
  private static final String PATTERN = "EEE, dd MMM yyyy HH:mm:ss GMT";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private HttpDate() {}

  /**
   * The time that a header tells.
   *
   * @throws DateTimeParseException when it tells none
   */
  public static Instant parse(String text) {
    if (text.length() == PATTERN.length() && text.endsWith(" GMT")) {
      int month = MONTHS.indexOf(text.substring(8, 11));
      int day = number(text, 5, 7);
      int year = number(text, 12, 16);
      int hour = number(text, 17, 19);
      int minute = number(text, 20, 22);
      int second = number(text, 23, 25);
      boolean plain =
          text.charAt(4) == ' '
              && text.charAt(7) == ' '
              && text.charAt(11) == ' '
              && text.charAt(16) == ' '
              && text.charAt(19) == ':'
              && text.charAt(22) == ':';
      if (plain && month >= 0 && month % 3 == 0 && (day | year | hour | minute | second) >= 0) {
        try {
          return LocalDateTime.of(year, month / 3 + 1, day, hour, minute, second)
              .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
          throw new DateTimeParseException(e.getMessage(), text, 0, e);
        }
      }
    }
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
  }

  /** The digits from {@code from} to {@code end}; negative when other characters are among them. */
  private static int number(String text, int from, int end) {
    int number = 0;
    for (int i = from; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
