package io.lepton.aws.storage;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * One answer to ListObjectsV2.
 *
 * @param entries in the server's order
 * @param truncated whether there are more keys
 * @param token leads to them
 */
record ListedPage(List<Entry> entries, boolean truncated, @Nullable String token) {

  private static final String FORM = "0000-00-00T00:00:00.000Z";

  /** One object, under its key in the bucket. */
  record Entry(String key, long sizeBytes, String etag, Instant lastModified) {}

  /** Reads an answer to its end; one that breaks off is an error, never a short page. */
  static ListedPage read(InputStream body) throws XMLStreamException {
    XMLStreamReader xml = S3Xml.reader(body);
    List<Entry> entries = new ArrayList<>(1000);
    boolean truncated = false;
    boolean encoded = false;
    String token = null;
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "Contents" -> entries.add(entry(xml));
          case "IsTruncated" -> truncated = Boolean.parseBoolean(xml.getElementText());
          case "NextContinuationToken" -> token = xml.getElementText();
          case "EncodingType" -> encoded = xml.getElementText().equals("url");
          default -> {}
        }
      }
    }
    if (encoded) {
      entries.replaceAll(
          entry -> new Entry(decoded(entry.key), entry.sizeBytes, entry.etag, entry.lastModified));
    }
    return new ListedPage(entries, truncated, token);
  }

  private static String decoded(String key) {
    return key.indexOf('%') < 0 && key.indexOf('+') < 0
        ? key
        : URLDecoder.decode(key, StandardCharsets.UTF_8);
  }

  private static Entry entry(XMLStreamReader xml) throws XMLStreamException {
    String key = "";
    long size = 0;
    String etag = "";
    Instant time = Instant.EPOCH;
    for (int depth = 1; depth > 0; ) {
      int event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "Key" -> key = xml.getElementText();
          case "Size" -> size = size(xml.getElementText());
          case "ETag" -> etag = xml.getElementText();
          case "LastModified" -> time = time(xml.getElementText());
          default -> depth++;
        }
      }
    }
    return new Entry(key, size, etag, time);
  }

  private static long size(String text) throws XMLStreamException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new XMLStreamException("size '" + text + "' is no number", e);
    }
  }

  /** Parsing in general costs more than all else of an entry, and S3 always writes {@code FORM}. */
  static Instant time(String text) {
    try {
      return text.length() == FORM.length() && hasForm(text) ? plain(text) : Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
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

  private static Instant plain(String text) {
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    LocalTime time = LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19));
    return Instant.ofEpochSecond(
        day * 86_400 + time.toSecondOfDay(), number(text, 20, 23) * 1_000_000L);
  }

  private static int number(String text, int start, int end) {
    return Integer.parseInt(text, start, end, 10);
  }
}
