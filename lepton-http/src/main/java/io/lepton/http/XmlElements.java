package io.lepton.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an XML document in UTF-8, as object stores answer with them: read as the bytes
 * arrive, in order, texts only where they are asked for. The platform's reader looks at every
 * character several times, which was half of the processor time of a comparison of two long
 * listings.
 *
 * <p>A document that breaks off, or whose elements do not end in turn, is an error, and so are
 * characters that XML does not have; what is skipped is only looked at for elements. Document types
 * are refused, so there are no entities but XML's own. Prefixes of names are left out, and say
 * nothing. Used by one thread.
 */
public final class XmlElements {
  private static final int FIRST_BYTES = 32 << 10;

  /** The longest text or tag; the longest of a listing has a few kilobytes. */
  private static final int MOST_BYTES = 16 << 20;

  /** So many that those of a listing's entries do not take turns in one slot. */
  private static final int NAMES = 256;

  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  /** What was met. */
  public enum Event {
    /** An element begins. */
    START,
    /** An element ends. */
    END,
    /** The document ends, after its outermost element. */
    FINISH
  }

  private final InputStream in;
  private byte[] buffer = new byte[FIRST_BYTES];

  /** From here on bytes are kept when more are read. */
  private int start;

  private int position;
  private int limit;
  private final Deque<String> open = new ArrayDeque<>();
  private final @Nullable String[] names = new @Nullable String[NAMES];
  private final Map<String, String> attributes = new HashMap<>();
  private String name = "";
  private boolean begun;
  private boolean ended;
  private boolean empty;

  /** Reads from {@code in}, which stays open. */
  public XmlElements(InputStream in) {
    this.in = in;
  }

  /** The name, without prefix, of the element that has just begun or ended. */
  public String name() {
    return local(name);
  }

  private static String local(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(colon + 1);
  }

  /** An attribute of the element that has just begun; null for none. */
  public @Nullable String attribute(String attribute) {
    return attributes.get(attribute);
  }

  /**
   * Goes on to the next beginning or end of an element.
   *
   * @throws XMLStreamException when the document breaks off or is no XML, or cannot be read
   */
  public Event next() throws XMLStreamException {
    if (empty) {
      return end(name);
    }
    while (true) {
      start = position;
      boolean blank = skipText();
      if (open.isEmpty() && !blank) {
        throw broken("has text outside of its elements");
      }
      if (position == limit) {
        if (open.isEmpty() && ended) {
          return Event.FINISH;
        }
        throw broken("breaks off");
      }
      start = position;
      switch (peek(1)) {
        case '/' -> {
          return endTag();
        }
        case '?' -> skipInstruction();
        case '!' -> skipDeclaration();
        default -> {
          return startTag();
        }
      }
    }
  }

  /**
   * The text of the element that has just begun, and goes on to its end.
   *
   * @throws XMLStreamException as {@link #next}, and when other elements lie inside
   */
  public String text() throws XMLStreamException {
    if (empty) {
      end(name);
      return "";
    }
    String text = "";
    while (true) {
      start = position;
      boolean plain = toTag();
      if (position > start) {
        String piece = plain ? ascii(start, position) : XmlText.resolved(utf8(start, position));
        text = text.isEmpty() ? piece : text + piece;
      }
      start = position;
      switch (peek(1)) {
        case '/' -> {
          endTag();
          return text;
        }
        case '?' -> skipInstruction();
        case '!' -> text += skipDeclaration();
        default -> throw broken("has elements in the text of " + name);
      }
    }
  }

  private Event end(String which) throws XMLStreamException {
    empty = false;
    if (!which.equals(open.pollLast())) {
      throw broken("ends " + which + " before what is inside");
    }
    ended = open.isEmpty();
    name = which;
    if (!attributes.isEmpty()) {
      attributes.clear();
    }
    return Event.END;
  }

  private Event endTag() throws XMLStreamException {
    position += 2;
    String innermost = open.peekLast();
    int length = innermost == null ? 0 : innermost.length();
    String which;
    if (innermost != null
        && limit - position > length
        && buffer[position + length] == '>'
        && isAt(innermost, position, length)) {
      which = innermost;
      position += length;
    } else {
      which = tagName();
      skipBlanks();
    }
    expect('>');
    return end(which);
  }

  private Event startTag() throws XMLStreamException {
    if (ended) {
      throw broken("goes on after its end");
    }
    position++;
    name = tagName();
    open.addLast(name);
    if (!attributes.isEmpty()) {
      attributes.clear();
    }
    while (true) {
      boolean apart = skipBlanks();
      byte next = peek(0);
      if (next == '>') {
        position++;
        return Event.START;
      }
      if (next == '/') {
        position++;
        expect('>');
        empty = true;
        return Event.START;
      }
      if (!apart) {
        throw broken("has no blank before an attribute of " + name);
      }
      attribute();
    }
  }

  private void attribute() throws XMLStreamException {
    String attribute = tagName();
    skipBlanks();
    expect('=');
    skipBlanks();
    byte quote = peek(0);
    if (quote != '"' && quote != '\'') {
      throw broken("has no value of attribute " + attribute);
    }
    position++;
    int from = position - start;
    for (byte next = peek(0); next != quote; next = peek(0)) {
      if (next == '<') {
        throw broken("has a tag inside attribute " + attribute);
      }
      position++;
    }
    String value = XmlText.resolved(utf8(start + from, position));
    position++;
    if (attributes.putIfAbsent(local(attribute), value) != null) {
      throw broken("has attribute " + attribute + " twice");
    }
  }

  /** Names of elements come again and again. */
  private String tagName() throws XMLStreamException {
    int from = position - start;
    int hash = 0;
    while (true) {
      int at = position;
      while (at < limit && isName(buffer[at])) {
        hash = 31 * hash + buffer[at];
        at++;
      }
      position = at;
      if (at < limit) {
        break;
      }
      peek(0);
    }
    int length = position - start - from;
    if (length == 0) {
      throw broken("has a tag without a name");
    }
    int slot = hash & (NAMES - 1);
    String known = names[slot];
    if (known == null || !isAt(known, start + from, length)) {
      known = XmlText.resolved(utf8(start + from, position));
      names[slot] = known;
    }
    return known;
  }

  private static boolean isName(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || !endsName(b);
  }

  private static boolean endsName(byte b) {
    return (b >= 0 && b <= ' ')
        || b == '>'
        || b == '/'
        || b == '='
        || b == '<'
        || b == '"'
        || b == '\'';
  }

  private boolean isAt(String text, int from, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != buffer[from + i]) {
        return false;
      }
    }
    return true;
  }

  private boolean skipBlanks() throws XMLStreamException {
    boolean any = false;
    while (isBlank(peek(0))) {
      position++;
      any = true;
    }
    return any;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** Goes to the next tag or the end; whether there were only blanks. */
  private boolean skipText() throws XMLStreamException {
    if (!begun) {
      begun = true;
      position += startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
    }
    boolean blank = true;
    do {
      int at = position;
      while (at < limit && buffer[at] != '<') {
        blank &= isBlank(buffer[at]);
        at++;
      }
      position = at;
      start = at;
    } while (position == limit && more());
    return blank;
  }

  /** Goes to the next tag; whether the bytes until there are printable ones of ASCII. */
  private boolean toTag() throws XMLStreamException {
    boolean plain = true;
    while (true) {
      int at = position;
      while (at < limit) {
        byte b = buffer[at];
        if (b == '<') {
          position = at;
          return plain;
        }
        plain &= b >= ' ';
        at++;
      }
      position = at;
      if (!more()) {
        throw broken("breaks off");
      }
    }
  }

  /** Leaves a comment out; the text of a section that is not marked up. */
  private String skipDeclaration() throws XMLStreamException {
    if (startsWith("<!--")) {
      position += 4;
      skipPast("-->");
      return "";
    }
    if (!startsWith("<![CDATA[") || open.isEmpty()) {
      throw broken("declares what answers of object stores do not have");
    }
    position += 9;
    int from = position - start;
    skipPast("]]>");
    return XmlText.checked(utf8(start + from, position - 3));
  }

  private void skipInstruction() throws XMLStreamException {
    position += 2;
    skipPast("?>");
  }

  private void skipPast(String end) throws XMLStreamException {
    while (!startsWith(end)) {
      peek(0);
      position++;
    }
    position += end.length();
  }

  private boolean startsWith(String text) throws XMLStreamException {
    while (limit - position < text.length()) {
      if (!more()) {
        return false;
      }
    }
    for (int i = 0; i < text.length(); i++) {
      if ((buffer[position + i] & 0xff) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void expect(char wanted) throws XMLStreamException {
    if (peek(0) != wanted) {
      throw broken("has no '" + wanted + "' where a tag of " + name + " needs one");
    }
    position++;
  }

  private byte peek(int ahead) throws XMLStreamException {
    while (position + ahead >= limit) {
      if (!more()) {
        throw broken("breaks off");
      }
    }
    return buffer[position + ahead];
  }

  private boolean more() throws XMLStreamException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, limit - start);
      limit -= start;
      position -= start;
      start = 0;
    }
    if (limit == buffer.length) {
      if (limit >= MOST_BYTES) {
        throw broken("has more than " + MOST_BYTES + " bytes between two tags");
      }
      buffer = Arrays.copyOf(buffer, 2 * limit);
    }
    int count;
    try {
      count = in.read(buffer, limit, buffer.length - limit);
    } catch (IOException e) {
      throw new XMLStreamException(e.getMessage(), e);
    }
    limit += Math.max(count, 0);
    return count > 0;
  }

  private String ascii(int from, int to) throws XMLStreamException {
    String text = new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
    return text.indexOf('&') < 0 ? text : XmlText.withoutReferences(text);
  }

  private String utf8(int from, int to) throws XMLStreamException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(buffer, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new XMLStreamException("the document has bytes that are no UTF-8", e);
    }
  }

  private static XMLStreamException broken(String how) {
    return new XMLStreamException("the document " + how);
  }
}
