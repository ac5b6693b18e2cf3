package io.lepton.azure.blob;

import io.lepton.http.HttpDate;
import io.lepton.http.XmlElements;
import io.lepton.http.XmlElements.Event;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** Reads the answers to List Blobs and Get Block List as they arrive. */
final class XmlListing {
  private XmlListing() {}

  /**
   * A page of a listing.
   *
   * @param blobs in the service's order, under keys relative to the place; those that begin with a
   *     folder, where folders were asked for, are one whose key ends in a slash
   * @param hierarchical whether the account is one with a hierarchical namespace, as all of its
   *     entries tell ("List Blobs" in the service's documentation)
   * @param next the marker of the next page; empty at the end
   */
  record Page(List<DescribedBlob> blobs, boolean hierarchical, Optional<String> next) {}

  /** A block that is staged but not committed. */
  record Block(String name, long sizeBytes) {}

  static Page read(InputStream body, String prefix) throws XMLStreamException {
    XmlElements xml = new XmlElements(body);
    List<DescribedBlob> blobs = new ArrayList<>();
    boolean hierarchical = false;
    Optional<String> next = Optional.empty();
    boolean closed = false;
    for (Event event = xml.next(); event != Event.FINISH; event = xml.next()) {
      if (event == Event.START) {
        if (xml.name().equals("Blob") || xml.name().equals("BlobPrefix")) {
          Entry entry = entry(xml, prefix);
          hierarchical |= !entry.resourceType().isEmpty();
          entry.blob().ifPresent(blobs::add);
        } else if (xml.name().equals("NextMarker")) {
          next = Optional.of(xml.text()).filter(marker -> !marker.isEmpty());
        }
      } else if (event == Event.END) {
        closed |= xml.name().equals("EnumerationResults");
      }
    }
    if (!closed) {
      // An answer cut off must not be taken for the last page.
      throw new XMLStreamException("the listing is not complete");
    }
    return new Page(blobs, hierarchical, next);
  }

  /**
   * A blob, or what begins with one folder.
   *
   * @param blob empty where it is no object of the place
   * @param resourceType {@code file} or {@code directory}; empty where the account knows none
   */
  private record Entry(Optional<DescribedBlob> blob, String resourceType) {}

  private static Entry entry(XmlElements xml, String prefix) throws XMLStreamException {
    boolean folder = xml.name().equals("BlobPrefix");
    DescribedBlob.Builder blob = new DescribedBlob.Builder();
    String name = "";
    long size = 0;
    String resourceType = "";
    boolean metadata = false;
    for (int depth = 1; depth > 0; ) {
      Event event = xml.next();
      if (event == Event.END) {
        depth--;
        metadata &= !xml.name().equals("Metadata");
      } else if (event == Event.START) {
        String element = xml.name();
        if (metadata) {
          blob.user(element, xml.text());
          continue;
        }
        switch (element) {
          case "Properties" -> depth++;
          case "Metadata" -> {
            depth++;
            metadata = true;
          }
          case "Name" -> {
            boolean encoded = "true".equals(xml.attribute("Encoded"));
            String text = xml.text();
            name = encoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
          }
          case "Content-Length" -> size = Long.parseLong(xml.text());
          case "Etag" -> blob.version(BlobHttp.unquoted(xml.text()));
          case "Last-Modified" -> blob.lastModified(HttpDate.parse(xml.text()));
          case "TagCount" -> blob.tagged(!xml.text().equals("0"));
          case "ResourceType" -> resourceType = xml.text();
          case "Content-Type",
              "Content-Encoding",
              "Content-Language",
              "Content-Disposition",
              "Cache-Control" ->
              blob.header(element.toLowerCase(Locale.ROOT), xml.text());
          default -> skip(xml);
        }
      }
    }
    // A folder of a hierarchical account is no object, nor is the place itself.
    boolean none = !folder && resourceType.equals("directory");
    return new Entry(
        none || name.length() <= prefix.length()
            ? Optional.empty()
            : Optional.of(blob.build(name.substring(prefix.length()), size)),
        resourceType);
  }

  private static void skip(XmlElements xml) throws XMLStreamException {
    for (int depth = 1; depth > 0; ) {
      Event event = xml.next();
      depth += event == Event.START ? 1 : 0;
      depth -= event == Event.END ? 1 : 0;
    }
  }

  static List<Block> readBlocks(InputStream body) throws XMLStreamException {
    XmlElements xml = new XmlElements(body);
    List<Block> blocks = new ArrayList<>();
    String name = "";
    boolean uncommitted = false;
    boolean closed = false;
    for (Event event = xml.next(); event != Event.FINISH; event = xml.next()) {
      if (event == Event.START) {
        switch (xml.name()) {
          case "UncommittedBlocks" -> uncommitted = true;
          case "CommittedBlocks" -> uncommitted = false;
          case "Name" -> name = xml.text();
          case "Size" -> {
            long size = Long.parseLong(xml.text());
            if (uncommitted) {
              blocks.add(new Block(name, size));
            }
          }
          default -> {}
        }
      } else if (event == Event.END) {
        closed |= xml.name().equals("BlockList");
      }
    }
    if (!closed) {
      throw new XMLStreamException("the block list is not complete");
    }
    return blocks;
  }
}
