package io.lepton.local.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Writes tar archives entry by entry, bad ones too. */
final class TarBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  TarBytes file(String name, String content) {
    return entry(name, '0', "", content.getBytes(StandardCharsets.UTF_8));
  }

  TarBytes folder(String name) {
    return entry(name, '5', "", new byte[0]);
  }

  TarBytes symbolicLink(String name, String target) {
    return entry(name, '2', target, new byte[0]);
  }

  TarBytes hardLink(String name, String target) {
    return entry(name, '1', target, new byte[0]);
  }

  TarBytes pax(String key, String value) {
    String record = " " + key + "=" + value + "\n";
    int length = record.getBytes(StandardCharsets.UTF_8).length;
    int digits = Integer.toString(length + Integer.toString(length).length()).length();
    String text = (length + digits) + record;
    return entry("pax", 'x', "", text.getBytes(StandardCharsets.UTF_8));
  }

  TarBytes gnuLongName(String name) {
    return entry("././@LongLink", 'L', "", (name + "\0").getBytes(StandardCharsets.UTF_8));
  }

  TarBytes entry(String name, char type, String link, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, type == '5' ? "0000755" : "0000644");
    put(header, 124, String.format("%011o", content.length));
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 157, link);
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o", sum));
    header[154] = 0;
    out.writeBytes(header);
    out.writeBytes(content);
    out.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  byte[] bytes() {
    byte[] archive = out.toByteArray();
    return java.util.Arrays.copyOf(archive, archive.length + 1024);
  }

  InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }
}
