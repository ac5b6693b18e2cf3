package io.lepton.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives each distinct text a small number, found again by its UTF-8 bytes without making a String.
 * Number 0 is the empty text. Not thread safe while it grows.
 */
final class StringPool {
  // Odd multiplier of Fibonacci hashing, 2^64 / golden ratio (Knuth, TAOCP volume 3, 6.4).
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  // Always with bytes to spare behind the last text, for comparing whole words.
  private byte[] arena = new byte[1 << 12];
  private int[] offsets = new int[1 << 8];
  private String[] texts = new String[1 << 8];
  private int[] slots = new int[1 << 9];
  private int size;

  StringPool() {
    intern("");
  }

  int intern(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return intern(bytes, 0, bytes.length);
  }

  int intern(byte[] buffer, int from, int to) {
    int mask = slots.length - 1;
    int slot = hash(buffer, from, to) & mask;
    while (slots[slot] != 0) {
      int id = slots[slot] - 1;
      if (is(id, buffer, from, to)) {
        return id;
      }
      slot = (slot + 1) & mask;
    }
    int id = append(buffer, from, to);
    slots[slot] = id + 1;
    if (size * 2 > slots.length) {
      rehash();
    }
    return id;
  }

  boolean is(int id, byte[] buffer, int from, int to) {
    return Arrays.equals(buffer, from, to, arena, offsets[id], offsets[id + 1]);
  }

  /** Whether the next field is this text; if so it is stepped over. */
  boolean skip(int id, CsvBuffer csv) {
    return csv.skip(arena, offsets[id], offsets[id + 1]);
  }

  String text(int id) {
    return texts[id];
  }

  private int append(byte[] buffer, int from, int to) {
    if (size + 2 > offsets.length) {
      offsets = Arrays.copyOf(offsets, offsets.length * 2);
      texts = Arrays.copyOf(texts, texts.length * 2);
    }
    int offset = offsets[size];
    int end = Math.addExact(offset, to - from);
    if (end > arena.length - Words.SLACK) {
      int grown = Math.addExact(arena.length, arena.length);
      arena = Arrays.copyOf(arena, Math.max(Math.addExact(end, Words.SLACK), grown));
    }
    System.arraycopy(buffer, from, arena, offset, to - from);
    texts[size] = new String(buffer, from, to - from, StandardCharsets.UTF_8);
    size++;
    offsets[size] = end;
    return size - 1;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    for (int id = 0; id < size; id++) {
      int slot = hash(arena, offsets[id], offsets[id + 1]) & (slots.length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = id + 1;
    }
  }

  private static int hash(byte[] buffer, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = (hash ^ Words.at(buffer, at)) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    for (; at < to; at++) {
      hash = (hash ^ buffer[at]) * MULTIPLIER;
    }
    return (int) (hash >>> 32);
  }
}
