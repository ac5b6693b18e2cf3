package io.lepton.aws.storage;

import io.lepton.http.XmlElements;
import io.lepton.http.XmlElements.Event;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/** Reads and writes the XML of S3. Thread safe. */
final class S3Xml {
  /** Name under which {@link #fields} tells that of the outermost element. */
  static final String ROOT = "";

  /** What is asked of any of these documents; whoever asks for more adds it. */
  private static final Set<String> NAMES =
      Set.of(
          "Code",
          "Message",
          "RequestId",
          "Region",
          "UploadId",
          "ETag",
          "LastModified",
          "ChecksumCRC32C",
          "ChecksumCRC64NVME",
          "ChecksumSHA256",
          "ChecksumType");

  private S3Xml() {}

  /**
   * The texts of those elements that S3 answers a change or an error with, by their names, and the
   * name of the outermost element under {@link #ROOT}.
   *
   * @throws XMLStreamException also when the document breaks off
   */
  static Map<String, String> fields(InputStream body) throws XMLStreamException {
    Map<String, String> fields = new HashMap<>();
    XmlElements xml = new XmlElements(body);
    for (Event event = xml.next(); event != Event.FINISH; event = xml.next()) {
      if (event == Event.START) {
        String name = xml.name();
        fields.putIfAbsent(ROOT, name);
        if (NAMES.contains(name)) {
          fields.putIfAbsent(name, xml.text());
        }
      }
    }
    return fields;
  }

  /** The text as the content of an element. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
