package io.lepton.azure.blob;

import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the answer to Get Blob Tags. */
final class XmlTags {
  private XmlTags() {}

  static Map<String, String> read(InputStream body) throws XMLStreamException {
    XMLStreamReader xml = XmlListing.reader(body);
    Map<String, String> tags = new TreeMap<>();
    String name = "";
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT) {
        if (xml.getLocalName().equals("Key")) {
          name = xml.getElementText();
        } else if (xml.getLocalName().equals("Value")) {
          tags.put(name, xml.getElementText());
        }
      }
    }
    return tags;
  }
}
