package io.lepton.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlElementsTest {
  private static final String LISTING =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- a <page> -->
      <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Contents><Key>a/b &amp; c&#xE9;\u00e9\ud83d\ude00</Key><Size>12</Size><Owner/></Contents>
        <Contents ><Key><![CDATA[<&>]]></Key ><Size a = '1' b="&lt;2">3<!-- 4 -->5</Size></Contents>
      </ListBucketResult>
      """;

  private static List<String> read(InputStream in) throws XMLStreamException {
    XmlElements xml = new XmlElements(in);
    List<String> read = new ArrayList<>();
    for (XmlElements.Event event = xml.next();
        event != XmlElements.Event.FINISH;
        event = xml.next()) {
      read.add((event == XmlElements.Event.START ? "+" : "-") + xml.name());
      if (event == XmlElements.Event.START && isLeaf(xml.name())) {
        String id = xml.attribute("id");
        read.add((id == null ? "" : id + ":") + xml.text());
      }
    }
    return read;
  }

  private static List<String> read(String document) throws XMLStreamException {
    return read(new ByteArrayInputStream(document.getBytes(UTF_8)));
  }

  private static boolean isLeaf(String name) {
    return name.equals("Key") || name.equals("Size");
  }

  /** What the platform's own reader makes of it. */
  private static List<String> readByPlatform(byte[] document) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    XMLStreamReader xml =
        factory.createXMLStreamReader(new ByteArrayInputStream(document), "UTF-8");
    List<String> read = new ArrayList<>();
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        read.add("+" + xml.getLocalName());
        if (isLeaf(xml.getLocalName())) {
          String id = xml.getAttributeValue(null, "id");
          read.add((id == null ? "" : id + ":") + xml.getElementText());
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        read.add("-" + xml.getLocalName());
      }
    }
    return read;
  }

  @Test
  void elementsAndTheirTextsComeInOrder() throws Exception {
    assertThat(read(LISTING))
        .containsExactly(
            "+ListBucketResult",
            "+Contents",
            "+Key",
            "a/b & c\u00e9\u00e9\ud83d\ude00",
            "+Size",
            "12",
            "+Owner",
            "-Owner",
            "-Contents",
            "+Contents",
            "+Key",
            "<&>",
            "+Size",
            "35",
            "-Contents",
            "-ListBucketResult");
  }

  @Test
  void attributesAreThoseOfTheElementThatHasBegun() throws Exception {
    XmlElements xml =
        new XmlElements(
            new ByteArrayInputStream("<a x='1' n:y=\"&quot;\"><b/></a>".getBytes(UTF_8)));
    xml.next();
    assertThat(xml.attribute("x")).isEqualTo("1");
    assertThat(xml.attribute("y")).isEqualTo("\"");
    xml.next();
    assertThat(xml.name()).isEqualTo("b");
    assertThat(xml.attribute("x")).isNull();
  }

  @Test
  void prefixesAreLeftOutAndAMarkOfTheByteOrderIsNoText() throws Exception {
    assertThat(read("\ufeff<x:Key xmlns:x='u'>v</x:Key>")).containsExactly("+Key", "v");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Contents Key LastModified ETag ChecksumAlgorithm ChecksumType Size StorageClass Owner ID"
            + " DisplayName RestoreStatus",
        "Blob Name VersionId IsCurrentVersion Deleted Snapshot Properties Creation-Time"
            + " Last-Modified Etag ResourceType Content-Length Content-Type Content-Encoding"
            + " Content-Language Content-CRC64 Content-MD5 Cache-Control Content-Disposition"
            + " BlobType AccessTier AccessTierInferred AccessTierChangeTime LeaseStatus LeaseState"
            + " ServerEncrypted CopyId CopySource CopyStatus CopyProgress CopyCompletionTime"
            + " Metadata Tags"
      })
  void theNamesOfAListingsEntriesAreMadeOnce(String names) throws Exception {
    String entry = "<" + names.replace(" ", "/><") + "/>";
    XmlElements xml =
        new XmlElements(
            new ByteArrayInputStream(("<List>" + entry + entry + "</List>").getBytes(UTF_8)));
    xml.next();
    List<String> first = new ArrayList<>();
    for (String expected : names.split(" ", -1)) {
      xml.next();
      assertThat(xml.name()).isEqualTo(expected);
      first.add(xml.name());
      xml.next();
    }
    for (String name : first) {
      xml.next();
      assertThat(xml.name()).isSameAs(name);
      xml.next();
    }
  }

  @Test
  void everyDocumentThatBreaksOffIsAnError() {
    byte[] whole = LISTING.strip().getBytes(UTF_8);
    for (int bytes = 0; bytes < whole.length; bytes++) {
      InputStream in = new ByteArrayInputStream(whole, 0, bytes);
      assertThatThrownBy(() -> read(in)).isInstanceOf(XMLStreamException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no XML at all",
        "{}",
        "<a></b>",
        "<a><b></a></b>",
        "<a/><b/>",
        "<a/>text",
        "text<a/>",
        "</a>",
        "<a><Key>1<b/></Key></a>",
        "<a><!ENTITY e \"v\"></a>",
        "<![CDATA[text]]><a/>",
        "<Key>&unknown;</Key>",
        "<Key>&amp</Key>",
        "<Key>& </Key>",
        "<Key>&#1;</Key>",
        "<Key>&#xD800;</Key>",
        "<Key>&#x110000;</Key>",
        "<Key>&#99999999999;</Key>",
        "<Key>&#-1;</Key>",
        "<Key>&#;</Key>",
        "<Key>\u0001</Key>",
        "<Key>\ufffe</Key>",
        "<a b></a>",
        "<a b=1></a>",
        "<a b='1'c='2'></a>",
        "<a b='1' b='2'></a>",
        "<a b='<'></a>",
        "< a></a>",
        "<a/ >",
        "<>"
      })
  void whatIsNoDocumentIsAnError(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(XMLStreamException.class);
    assertThatThrownBy(() -> readByPlatform(text.getBytes(UTF_8)))
        .isInstanceOf(XMLStreamException.class);
  }

  @Test
  void documentTypesAreRefused() {
    assertThatThrownBy(() -> read("<!DOCTYPE a [<!ENTITY e \"v\">]><a/>"))
        .isInstanceOf(XMLStreamException.class);
  }

  @Test
  void bytesThatAreNoUtf8AreAnErrorAndNoOtherName() {
    byte[] document = "<Key>a?b</Key>".getBytes(UTF_8);
    document[6] = (byte) 0xe9;
    assertThatThrownBy(() -> read(new ByteArrayInputStream(document)))
        .isInstanceOf(XMLStreamException.class);
  }

  @Test
  void whatCannotBeReadIsAnErrorThatTellsWhy() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();
    assertThatThrownBy(() -> read(broken))
        .isInstanceOf(XMLStreamException.class)
        .hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void textsMayBeLongerThanAnyBuffer() throws Exception {
    String text = "x".repeat(1_000_000) + "\u00e9";
    assertThat(read("<a><Key>" + text + "</Key></a>")).containsExactly("+a", "+Key", text, "-a");
  }

  @Test
  void itReadsWhatThePlatformReadsInWhateverPiecesTheBytesArrive() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      agreesWithPlatform(seed);
    }
  }

  static void agreesWithPlatform(int seed) throws XMLStreamException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "<?xml version=\"1.0\"?>" : "");
    element(random, text, 0);
    byte[] document = text.toString().getBytes(UTF_8);
    assertThat(read(new Trickle(document, random)))
        .as("seed %s: %s", seed, text)
        .isEqualTo(readByPlatform(document));
  }

  private static void element(Random random, StringBuilder text, int depth) {
    boolean leaf = depth > 0 && random.nextInt(3) > 0;
    String name = leaf ? (random.nextBoolean() ? "Key" : "Size") : "Folder" + random.nextInt(100);
    text.append('<').append(name);
    if (random.nextInt(4) == 0) {
      text.append(" id").append(random.nextBoolean() ? "=" : " = ").append('"');
      piece(random, text);
      text.append('"');
    }
    if (random.nextInt(8) == 0) {
      text.append(random.nextBoolean() ? "/>" : " />");
      return;
    }
    text.append('>');
    for (int i = random.nextInt(depth > 3 ? 2 : 5); i > 0; i--) {
      if (leaf) {
        piece(random, text);
        if (random.nextInt(6) == 0) {
          text.append("<![CDATA[<&]>").append(random.nextInt(9)).append("]]>");
        }
      } else {
        element(random, text, depth + 1);
        text.append(random.nextBoolean() ? "\n  " : "");
      }
      if (random.nextInt(8) == 0) {
        text.append(random.nextBoolean() ? "<!-- <a> & -->" : "<?p <a> & ?>");
      }
    }
    text.append("</").append(name).append(random.nextInt(9) == 0 ? " >" : ">");
  }

  private static void piece(Random random, StringBuilder text) {
    String[] pieces = {
      "plain",
      "/",
      " ",
      "%20",
      "&amp;",
      "&lt;",
      "&gt;",
      "&quot;",
      "&apos;",
      "&#65;",
      "&#x1F600;",
      "\u00e9",
      "\u4e2d",
      "\ud83d\ude00",
      "&#xE9;",
      "2026-11-26T15:06:38.123Z",
      "=",
      "'",
      ">"
    };
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
  }

  /** Gives a few bytes at a time. */
  private static final class Trickle extends InputStream {
    private final byte[] bytes;
    private final Random random;
    private int at;

    Trickle(byte[] bytes, Random random) {
      this.bytes = bytes;
      this.random = random;
    }

    @Override
    public int read() {
      return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (at == bytes.length) {
        return -1;
      }
      int count = Math.min(Math.min(length, bytes.length - at), 1 + random.nextInt(40));
      System.arraycopy(bytes, at, target, offset, count);
      at += count;
      return count;
    }
  }
}
