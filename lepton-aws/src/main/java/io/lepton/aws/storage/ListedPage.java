package io.lepton.aws.storage;

import io.lepton.http.IsoTime;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
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

  static Instant time(String text) {
    try {
      return IsoTime.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
