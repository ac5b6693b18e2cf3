package io.lepton.aws.storage;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads and writes the XML of S3. Thread safe. */
final class S3Xml {
  /** Name under which {@link #fields} tells that of the outermost element. */
  static final String ROOT = "";

  private static final XMLInputFactory FACTORY = factory();

  private S3Xml() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  static XMLStreamReader reader(InputStream body) throws XMLStreamException {
    return FACTORY.createXMLStreamReader(body, "UTF-8");
  }

  /**
   * The texts of a flat document by the names of their elements, and the name of its outermost
   * element under {@link #ROOT}.
   *
   * @throws XMLStreamException also when the document breaks off
   */
  static Map<String, String> fields(InputStream body) throws XMLStreamException {
    Map<String, String> fields = new HashMap<>();
    XMLStreamReader xml = reader(body);
    StringBuilder text = new StringBuilder();
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          fields.putIfAbsent(ROOT, xml.getLocalName());
          text.setLength(0);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          fields.putIfAbsent(xml.getLocalName(), text.toString());
          text.setLength(0);
        }
        default -> {}
      }
    }
    return fields;
  }

  /** The text as the content of an element. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
