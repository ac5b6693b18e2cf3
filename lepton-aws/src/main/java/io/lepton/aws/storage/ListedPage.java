package io.lepton.aws.storage;

import io.lepton.http.XmlElements;
import io.lepton.http.XmlElements.Event;
import io.lepton.spi.storage.IsoTime;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
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
    XmlElements xml = new XmlElements(body);
    List<Entry> entries = new ArrayList<>(1000);
    boolean truncated = false;
    boolean encoded = false;
    String token = null;
    for (Event event = xml.next(); event != Event.FINISH; event = xml.next()) {
      if (event == Event.START) {
        switch (xml.name()) {
          case "Contents" -> entries.add(entry(xml));
          case "IsTruncated" -> truncated = Boolean.parseBoolean(xml.text());
          case "NextContinuationToken" -> token = xml.text();
          case "EncodingType" -> encoded = xml.text().equals("url");
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

  private static Entry entry(XmlElements xml) throws XMLStreamException {
    String key = "";
    long size = 0;
    String etag = "";
    Instant time = Instant.EPOCH;
    for (int depth = 1; depth > 0; ) {
      if (xml.next() == Event.END) {
        depth--;
      } else {
        switch (xml.name()) {
          case "Key" -> key = xml.text();
          case "Size" -> size = size(xml.text());
          case "ETag" -> etag = xml.text();
          case "LastModified" -> time = time(xml.text());
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
