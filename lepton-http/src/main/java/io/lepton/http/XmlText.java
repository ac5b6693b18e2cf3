package io.lepton.http;

import javax.xml.stream.XMLStreamException;

/** The characters of XML 1.0, and what stands for them (sections 2.2, 2.11, 4.1 and 4.6). */
final class XmlText {
  private XmlText() {}

  /** A text whose references are resolved. */
  static String resolved(String raw) throws XMLStreamException {
    return withoutReferences(checked(raw));
  }

  /** The same for a text whose characters are known to be good. */
  static String withoutReferences(String text) throws XMLStreamException {
    int reference = text.indexOf('&');
    if (reference < 0) {
      return text;
    }
    StringBuilder resolved = new StringBuilder(text.length());
    int from = 0;
    for (; reference >= 0; reference = text.indexOf('&', from)) {
      int end = text.indexOf(';', reference);
      if (end < 0) {
        throw new XMLStreamException("a reference does not end: " + text.substring(reference));
      }
      resolved.append(text, from, reference);
      resolved.appendCodePoint(character(text.substring(reference + 1, end)));
      from = end + 1;
    }
    return resolved.append(text, from, text.length()).toString();
  }

  private static int character(String reference) throws XMLStreamException {
    return switch (reference) {
      case "amp" -> '&';
      case "lt" -> '<';
      case "gt" -> '>';
      case "quot" -> '"';
      case "apos" -> '\'';
      default -> numbered(reference);
    };
  }

  private static int numbered(String reference) throws XMLStreamException {
    boolean hex = reference.startsWith("#x");
    String digits = reference.startsWith("#") ? reference.substring(hex ? 2 : 1) : "";
    int radix = hex ? 16 : 10;
    int value = 0;
    for (int i = 0; i < digits.length() && value <= Character.MAX_CODE_POINT; i++) {
      char c = digits.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        throw new XMLStreamException("there is no &" + reference + ";");
      }
      value = radix * value + digit;
    }
    if (!isCharacter(value)) {
      throw new XMLStreamException("there is no &" + reference + ";");
    }
    return value;
  }

  /** A text whose line ends are line feeds, and that holds no other control characters. */
  static String checked(String raw) throws XMLStreamException {
    String text = raw.indexOf('\r') < 0 ? raw : raw.replace("\r\n", "\n").replace('\r', '\n');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Decoded bytes have their surrogates in pairs.
      if (!Character.isSurrogate(c) && !isCharacter(c)) {
        throw new XMLStreamException(
            "the document has a character that XML has not: U+" + Integer.toHexString(c));
      }
    }
    return text;
  }

  private static boolean isCharacter(int c) {
    return (c >= ' ' && c < Character.MIN_SURROGATE)
        || c == '\t'
        || c == '\n'
        || c == '\r'
        || (c > Character.MAX_SURROGATE && c <= 0xfffd)
        || (c > 0xffff && c <= Character.MAX_CODE_POINT);
  }
}
