package io.lepton.catalog;

import io.lepton.config.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A window over the bytes of a CSV document (RFC 4180, UTF-8) that yields one field at a time. A
 * newline that is not in the file stands behind the last byte of the window, so that the scanning
 * loops need no bounds check; a record that runs into it is read again after {@link #refill}.
 */
final class CsvBuffer {
  private static final int WINDOW = 1 << 18;
  private static final int LONGEST_RECORD = 1 << 26;

  /** Prices beyond this many millionths are none. */
  private static final BigDecimal MOST_MICROS = BigDecimal.TEN.pow(18);

  private final InputStream in;
  private final String name;
  private byte[] buffer = new byte[WINDOW + 1 + Words.SLACK];
  private byte[] unquoted = new byte[64];
  private int record;
  private int end;
  private long bytesRead;
  private int at;
  private int line = 1;
  private int linesInRecord;
  private boolean exhausted;
  private boolean recordEnd;

  private byte[] field = buffer;
  private int fieldFrom;
  private int fieldTo;
  private boolean plainNumber;
  private final PlainDecimal plain = new PlainDecimal();

  CsvBuffer(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  /** The fields of the first record, past a byte order mark; the caller accepts them. */
  List<String> header() throws IOException {
    refill();
    if (end >= 3
        && buffer[0] == (byte) 0xEF
        && buffer[1] == (byte) 0xBB
        && buffer[2] == (byte) 0xBF) {
      record = 3;
    }
    if (!nextRecord()) {
      throw new InputException(name + ": is empty; a header row is expected");
    }
    while (true) {
      List<String> names = new ArrayList<>();
      boolean whole;
      do {
        whole = text();
        names.add(fieldText());
      } while (whole && !recordEnd);
      if (whole) {
        return names;
      }
      refill();
    }
  }

  /** Moves to the next record that is not blank; false at the end of the document. */
  boolean nextRecord() throws IOException {
    while (true) {
      if (record >= end) {
        if (exhausted) {
          return false;
        }
        refill();
        continue;
      }
      byte first = buffer[record];
      if (first == '\n') {
        line++;
        record++;
      } else if (first == '\r') {
        record++;
      } else {
        at = record;
        linesInRecord = 0;
        return true;
      }
    }
  }

  /** Ends the record whose last field was read. */
  void accept() {
    record = at;
    line += linesInRecord + 1;
    linesInRecord = 0;
  }

  /** How many bytes lie before the record. */
  long consumed() {
    return bytesRead - end + record;
  }

  /** The line on which the record starts, from 1. */
  int line() {
    return line;
  }

  boolean atRecordEnd() {
    return recordEnd;
  }

  /** Finds the next field; false when the window ends inside it. */
  boolean text() {
    byte[] bytes = buffer;
    int p = at;
    if (bytes[p] == '"') {
      return quoted();
    }
    int from = p;
    while (!delimits(bytes[p])) {
      p++;
    }
    field = bytes;
    fieldFrom = from;
    fieldTo = p;
    return delimiter(p);
  }

  /** Finds the next field and reads it as a decimal number as far as it is one. */
  boolean number() {
    byte[] bytes = buffer;
    int p = at;
    if (bytes[p] == '"') {
      plainNumber = false;
      return quoted();
    }
    int from = p;
    p = plain.read(bytes, from);
    plainNumber = plain.hasDigits(PlainDecimal.SAFE_DIGITS) && delimits(bytes[p]);
    while (!delimits(bytes[p])) {
      p++;
    }
    field = bytes;
    fieldFrom = from;
    fieldTo = p;
    return delimiter(p);
  }

  /** Back to the first field of the record. */
  void restart() {
    at = record;
    linesInRecord = 0;
  }

  /** Whether the next field is a text, written without quotes; if so it is stepped over. */
  boolean skip(byte[] text, int from, int to) {
    int past = at + to - from;
    return past < end
        && buffer[at] != '"'
        && Words.equal(buffer, at, text, from, to - from)
        && ends(past);
  }

  /** Steps over the next field if it is empty. */
  boolean skipEmpty() {
    return at < end && ends(at);
  }

  /** Reads the next field if it is digits with at most one point among them, and steps over it. */
  boolean decimal() {
    int past = plain.read(buffer, at);
    plainNumber = true;
    return plain.hasDigits(PlainDecimal.SHORT_DIGITS) && ends(past);
  }

  /** The number that {@link #decimal} read. */
  double decimalNumber() {
    return plain.value();
  }

  /**
   * The number that {@link #decimal} read in millionths; negative when it is too large for that.
   */
  long decimalMicros() {
    return plain.micros();
  }

  /** Steps over a delimiter that lies wholly in the window; false when it is something else. */
  private boolean ends(int position) {
    byte b = buffer[position];
    if (b == ',') {
      recordEnd = false;
      at = position + 1;
      return true;
    }
    int p = b == '\r' ? position + 1 : position;
    if (p >= end || buffer[p] != '\n') {
      return false;
    }
    recordEnd = true;
    at = p + 1;
    return true;
  }

  byte[] fieldBytes() {
    return field;
  }

  int fieldFrom() {
    return fieldFrom;
  }

  int fieldTo() {
    return fieldTo;
  }

  boolean fieldEmpty() {
    return fieldFrom == fieldTo;
  }

  String fieldText() {
    return new String(field, fieldFrom, fieldTo - fieldFrom, StandardCharsets.UTF_8);
  }

  double fieldNumber(String label) {
    if (plainNumber && plain.exact()) {
      return plain.value();
    }
    return decimal(label).doubleValue();
  }

  /** The field as US dollars, in millionths. */
  long fieldMicros(String label) {
    long exact = plainNumber ? plain.micros() : -1;
    if (exact >= 0) {
      return exact;
    }
    BigDecimal micros = decimal(label).movePointRight(6);
    if (micros.abs().compareTo(MOST_MICROS) > 0) {
      throw error(label + " is beyond every price: '" + fieldText() + "'");
    }
    return micros.setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  InputException error(String problem) {
    return new InputException(name + ":" + (line + linesInRecord) + ": " + problem);
  }

  /** Reads on, keeping the bytes of the record under way. */
  void refill() throws IOException {
    int kept = end - record;
    if (kept > LONGEST_RECORD) {
      throw error("a record of more than 64 MiB; is a quote left open?");
    }
    int window = buffer.length - 1 - Words.SLACK;
    if (record == 0 && kept > window / 2) {
      window *= 2;
      buffer = Arrays.copyOf(buffer, window + 1 + Words.SLACK);
    } else {
      System.arraycopy(buffer, record, buffer, 0, kept);
    }
    record = 0;
    end = kept;
    int read = in.readNBytes(buffer, end, window - end);
    exhausted = read < window - end;
    end += read;
    bytesRead += read;
    buffer[end] = '\n';
    at = 0;
    linesInRecord = 0;
  }

  private BigDecimal decimal(String label) {
    try {
      BigDecimal value = new BigDecimal(fieldText().strip());
      if (Math.abs((long) value.precision() - value.scale()) > 400) {
        throw new NumberFormatException("out of range");
      }
      return value;
    } catch (NumberFormatException e) {
      throw error(label + " must be a number, not '" + fieldText() + "'");
    }
  }

  private boolean quoted() {
    int length = 0;
    int p = at + 1;
    int lines = 0;
    while (true) {
      if (p >= end) {
        if (exhausted) {
          throw error("a quoted field is never closed");
        }
        return false;
      }
      byte b = buffer[p++];
      if (b == '"') {
        if (p < end && buffer[p] == '"') {
          p++;
        } else {
          break;
        }
      } else if (b == '\n') {
        lines++;
      }
      if (length == unquoted.length) {
        unquoted = Arrays.copyOf(unquoted, length * 2);
      }
      unquoted[length++] = b;
    }
    field = unquoted;
    fieldFrom = 0;
    fieldTo = length;
    if (!delimits(buffer[p])) {
      throw error("a quoted field is followed by '" + (char) buffer[p] + "', not by a comma");
    }
    linesInRecord += lines;
    return delimiter(p);
  }

  /** Steps over what ends a field. */
  private boolean delimiter(int position) {
    int p = position;
    byte b = buffer[p];
    if (b == ',') {
      recordEnd = false;
      at = p + 1;
      return true;
    }
    if (b == '\r' && p < end && buffer[p + 1] == '\n') {
      p++;
    }
    if (p >= end && !exhausted) {
      return false;
    }
    recordEnd = true;
    at = p + 1;
    return true;
  }

  private static boolean delimits(byte b) {
    // One comparison settles letters, digits, '-', '.', '_'; bytes above 127 are negative.
    return b <= ',' && (b == ',' || b == '\n' || b == '\r');
  }
}
