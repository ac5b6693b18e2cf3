package io.lepton.spi.storage;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;

/**
 * Times as listings and journals have them: {@code 2026-11-26T17:04:59.123Z} (RFC 3339), with up to
 * nine digits of a second's fraction or none. They come by the thousand, and a general parser takes
 * longer over them than over all the rest.
 */
public final class IsoTime {
  private static final String FORM = "0000-00-00T00:00:00";
  private static final int MOST_DIGITS = 9;

  private IsoTime() {}

  /**
   * The time that a text tells.
   *
   * @throws DateTimeParseException when it tells none
   */
  public static Instant parse(String text) {
    int digits = text.length() - FORM.length() - 2;
    boolean fraction = digits >= 1 && digits <= MOST_DIGITS && text.charAt(FORM.length()) == '.';
    if (!(fraction || digits == -1) || !text.endsWith("Z") || !hasForm(text)) {
      return Instant.parse(text);
    }
    int nanos = 0;
    for (int i = 0; i < MOST_DIGITS && fraction; i++) {
      int digit = i < digits ? text.charAt(FORM.length() + 1 + i) - '0' : 0;
      if (digit < 0 || digit > 9) {
        return Instant.parse(text);
      }
      nanos = 10 * nanos + digit;
    }
    try {
      long day =
          LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
      LocalTime time =
          LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19));
      return Instant.ofEpochSecond(day * 86_400 + time.toSecondOfDay(), nanos);
    } catch (DateTimeException e) {
      // 24:00 and leap seconds are the general parser's.
      return Instant.parse(text);
    }
  }

  private static boolean hasForm(String text) {
    for (int i = 0; i < FORM.length(); i++) {
      char form = FORM.charAt(i);
      char c = text.charAt(i);
      if (form == '0' ? c < '0' || c > '9' : c != form) {
        return false;
      }
    }
    return true;
  }

  /** Of digits alone, as the form has them there. */
  private static int number(String text, int start, int end) {
    int number = 0;
    for (int i = start; i < end; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }
}
