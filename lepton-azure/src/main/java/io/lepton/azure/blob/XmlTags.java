package io.lepton.azure.blob;

import io.lepton.http.XmlElements;
import io.lepton.http.XmlElements.Event;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;

/** Reads the answer to Get Blob Tags. */
final class XmlTags {
  private XmlTags() {}

  static Map<String, String> read(InputStream body) throws XMLStreamException {
    XmlElements xml = new XmlElements(body);
    Map<String, String> tags = new TreeMap<>();
    String name = "";
    for (Event event = xml.next(); event != Event.FINISH; event = xml.next()) {
      if (event == Event.START) {
        if (xml.name().equals("Key")) {
          name = xml.text();
        } else if (xml.name().equals("Value")) {
          tags.put(name, xml.text());
        }
      }
    }
    return tags;
  }
}
