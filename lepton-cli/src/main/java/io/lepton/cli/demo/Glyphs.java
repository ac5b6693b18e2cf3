package io.lepton.cli.demo;

import com.google.common.collect.ImmutableList;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/**
 * Shapes of the ten digits in two fonts of our own, as lines in a box of 1 by 1 with y downwards,
 * so that drawing needs no font of the system.
 */
enum Glyphs {
  /** Curves, as a hand writes them. */
  ROUND(
      "M.5 0 C.05 0 .05 1 .5 1 C.95 1 .95 0 .5 0",
      "M.3 .2 L.55 0 L.55 1",
      "M.12 .25 C.15 -.1 .9 -.1 .85 .3 C.8 .6 .3 .75 .1 1 L.9 1",
      "M.15 .12 C.35 -.1 .85 -.02 .82 .25 C.8 .45 .55 .47 .4 .47 C.6 .47 .9 .52 .88 .75 C.85 1.05 .3 1.08 .1 .86",
      "M.65 1 L.65 0 L.1 .68 L.92 .68",
      "M.82 0 L.25 0 L.2 .44 C.5 .3 .9 .4 .88 .7 C.85 1.05 .35 1.08 .12 .88",
      "M.75 .02 C.4 .05 .12 .4 .14 .7 C.16 1.08 .85 1.1 .86 .7 C.86 .35 .3 .35 .16 .65",
      "M.1 0 L.9 0 C.6 .3 .45 .65 .4 1",
      "M.5 .46 C.1 .4 .1 0 .5 0 C.9 0 .9 .4 .5 .46 C.02 .52 .02 1 .5 1 C.98 1 .98 .52 .5 .46",
      "M.84 .32 C.8 .68 .14 .66 .14 .3 C.14 -.1 .86 -.1 .86 .3 C.88 .65 .75 .9 .4 1"),

  /** Straight strokes, as on a display. */
  SQUARE(
      "M0 0 L1 0 L1 1 L0 1 L0 0",
      "M1 0 L1 1",
      "M0 0 L1 0 L1 .5 L0 .5 L0 1 L1 1",
      "M0 0 L1 0 L1 1 L0 1 M0 .5 L1 .5",
      "M0 0 L0 .5 L1 .5 M1 0 L1 1",
      "M1 0 L0 0 L0 .5 L1 .5 L1 1 L0 1",
      "M1 0 L0 0 L0 1 L1 1 L1 .5 L0 .5",
      "M0 0 L1 0 L1 1",
      "M0 .5 L0 0 L1 0 L1 1 L0 1 L0 .5 L1 .5",
      "M1 .5 L0 .5 L0 0 L1 0 L1 1 L0 1");

  private final ImmutableList<String> paths;

  Glyphs(String... paths) {
    this.paths = ImmutableList.copyOf(paths);
  }

  /** The lines of a digit. */
  Path2D of(int digit) {
    Path2D path = new Path2D.Double();
    String[] words = paths.get(digit).replaceAll("([MLC])", " $1 ").strip().split("\\s+");
    int i = 0;
    while (i < words.length) {
      switch (words[i]) {
        case "M" -> path.moveTo(number(words, i + 1), number(words, i + 2));
        case "L" -> path.lineTo(number(words, i + 1), number(words, i + 2));
        case "C" ->
            path.curveTo(
                number(words, i + 1),
                number(words, i + 2),
                number(words, i + 3),
                number(words, i + 4),
                number(words, i + 5),
                number(words, i + 6));
        default -> throw new IllegalStateException("glyph " + digit + " has " + words[i]);
      }
      i += words[i].equals("C") ? 7 : 3;
    }
    path.transform(AffineTransform.getTranslateInstance(-0.5, -0.5));
    return path;
  }

  private static double number(String[] words, int index) {
    return Double.parseDouble(words[index]);
  }
}
