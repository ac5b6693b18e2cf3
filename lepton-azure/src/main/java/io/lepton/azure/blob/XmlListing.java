package io.lepton.azure.blob;

import io.lepton.http.HttpDate;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the answers to List Blobs and Get Block List as they arrive. */
final class XmlListing {
  private static final XMLInputFactory FACTORY = factory();

  private XmlListing() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /**
   * A page of a listing.
   *
   * @param blobs in the service's order, under keys relative to the place
   * @param next the marker of the next page; empty at the end
   */
  record Page(List<DescribedBlob> blobs, Optional<String> next) {}

  /** A block that is staged but not committed. */
  record Block(String name, long sizeBytes) {}

  static XMLStreamReader reader(InputStream body) throws XMLStreamException {
    return FACTORY.createXMLStreamReader(body, "UTF-8");
  }

  static Page read(InputStream body, String prefix) throws XMLStreamException {
    XMLStreamReader xml = reader(body);
    List<DescribedBlob> blobs = new ArrayList<>();
    Optional<String> next = Optional.empty();
    boolean closed = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (xml.getLocalName().equals("Blob")) {
          blob(xml, prefix).ifPresent(blobs::add);
        } else if (xml.getLocalName().equals("NextMarker")) {
          next = Optional.of(xml.getElementText()).filter(marker -> !marker.isEmpty());
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        closed |= xml.getLocalName().equals("EnumerationResults");
      }
    }
    if (!closed) {
      // An answer cut off must not be taken for the last page.
      throw new XMLStreamException("the listing is not complete");
    }
    return new Page(blobs, next);
  }

  private static Optional<DescribedBlob> blob(XMLStreamReader xml, String prefix)
      throws XMLStreamException {
    DescribedBlob.Builder blob = new DescribedBlob.Builder();
    String name = "";
    long size = 0;
    boolean directory = false;
    boolean metadata = false;
    for (int depth = 1; depth > 0; ) {
      int event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
        metadata &= !xml.getLocalName().equals("Metadata");
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        String element = xml.getLocalName();
        if (metadata) {
          blob.user(element, xml.getElementText());
          continue;
        }
        switch (element) {
          case "Properties" -> depth++;
          case "Metadata" -> {
            depth++;
            metadata = true;
          }
          case "Name" -> {
            boolean encoded = "true".equals(xml.getAttributeValue(null, "Encoded"));
            String text = xml.getElementText();
            name = encoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
          }
          case "Content-Length" -> size = Long.parseLong(xml.getElementText());
          case "Etag" -> blob.version(BlobHttp.unquoted(xml.getElementText()));
          case "Last-Modified" -> blob.lastModified(HttpDate.parse(xml.getElementText()));
          case "TagCount" -> blob.tagged(!xml.getElementText().equals("0"));
          case "ResourceType" -> directory = xml.getElementText().equals("directory");
          case "Content-Type",
              "Content-Encoding",
              "Content-Language",
              "Content-Disposition",
              "Cache-Control" ->
              blob.header(element.toLowerCase(Locale.ROOT), xml.getElementText());
          default -> skip(xml);
        }
      }
    }
    // A folder of a hierarchical account is no object, nor is the place itself.
    return directory || name.length() <= prefix.length()
        ? Optional.empty()
        : Optional.of(blob.build(name.substring(prefix.length()), size));
  }

  private static void skip(XMLStreamReader xml) throws XMLStreamException {
    for (int depth = 1; depth > 0; ) {
      int event = xml.next();
      depth += event == XMLStreamConstants.START_ELEMENT ? 1 : 0;
      depth -= event == XMLStreamConstants.END_ELEMENT ? 1 : 0;
    }
  }

  static List<Block> readBlocks(InputStream body) throws XMLStreamException {
    XMLStreamReader xml = reader(body);
    List<Block> blocks = new ArrayList<>();
    String name = "";
    boolean uncommitted = false;
    boolean closed = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "UncommittedBlocks" -> uncommitted = true;
          case "CommittedBlocks" -> uncommitted = false;
          case "Name" -> name = xml.getElementText();
          case "Size" -> {
            long size = Long.parseLong(xml.getElementText());
            if (uncommitted) {
              blocks.add(new Block(name, size));
            }
          }
          default -> {}
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        closed |= xml.getLocalName().equals("BlockList");
      }
    }
    if (!closed) {
      throw new XMLStreamException("the block list is not complete");
    }
    return blocks;
  }
}
