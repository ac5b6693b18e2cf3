package io.lepton.cli.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * Draws digits of 28 by 28 grey pixels, shifted, scaled, turned and noisy by a seed. The same seed
 * draws the same digits.
 */
final class DigitPainter {
  static final int SIDE = 28;

  private final Random random;

  DigitPainter(long seed) {
    this.random = new Random(seed);
  }

  /** How a digit looks. */
  enum Style {
    /** Thin upright handwriting, white on black. */
    SOURCE,
    /** A slanted display, thick and pale; some handwriting among it. */
    TARGET
  }

  /** {@code count} digits, as many of each, in random order. */
  Digits paint(int count, Style style) {
    byte[] pixels = new byte[count * SIDE * SIDE];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
    }
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      byte swap = labels[i];
      labels[i] = labels[j];
      labels[j] = swap;
    }
    for (int i = 0; i < count; i++) {
      byte[] image = draw(labels[i], style);
      System.arraycopy(image, 0, pixels, i * SIDE * SIDE, SIDE * SIDE);
    }
    return new Digits(pixels, labels);
  }

  private byte[] draw(int digit, Style style) {
    return switch (style) {
      case SOURCE -> paint(digit, Glyphs.ROUND, between(1.6, 2.6), between(-0.12, 0.12), 1, 12);
      case TARGET ->
          random.nextInt(5) == 0
              ? draw(digit, Style.SOURCE)
              : paint(
                  digit,
                  Glyphs.SQUARE,
                  between(2.6, 4),
                  between(0.25, 0.6),
                  between(0.35, 0.6),
                  25);
    };
  }

  private byte[] paint(
      int digit, Glyphs font, double stroke, double slant, double contrast, double noise) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setColor(Color.WHITE);
    AffineTransform place =
        AffineTransform.getTranslateInstance(
            SIDE / 2.0 + between(-2.5, 2.5), SIDE / 2.0 + between(-2.5, 2.5));
    place.rotate(between(-0.15, 0.15));
    place.shear(-slant, 0);
    place.scale(between(8.5, 12), between(14, 19));
    canvas.setStroke(
        new BasicStroke((float) stroke, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    canvas.draw(place.createTransformedShape(font.of(digit)));
    canvas.dispose();
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      double grey = image.getRaster().getSample(i % SIDE, i / SIDE, 0) * contrast;
      grey += Math.abs(random.nextGaussian()) * noise;
      pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(grey)));
    }
    return pixels;
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
