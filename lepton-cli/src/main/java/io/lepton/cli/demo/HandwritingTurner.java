package io.lepton.cli.demo;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Random;

/** Makes another style of handwriting: turned by 45 degrees, paler, noisy. */
final class HandwritingTurner {
  private static final double CONTRAST = 0.6;
  private static final double NOISE = 20;

  private HandwritingTurner() {}

  static Digits turn(Digits digits, long seed) {
    int side = DigitPainter.SIDE;
    Random random = new Random(seed);
    byte[] pixels = new byte[digits.pixels().length];
    for (int index = 0; index < digits.count(); index++) {
      BufferedImage upright = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
      upright.getRaster().setPixels(0, 0, side, side, digits.values(index));
      BufferedImage turned = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
      Graphics2D canvas = turned.createGraphics();
      canvas.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      canvas.drawImage(
          upright, AffineTransform.getRotateInstance(Math.PI / 4, side / 2.0, side / 2.0), null);
      canvas.dispose();
      for (int i = 0; i < side * side; i++) {
        double grey =
            turned.getRaster().getSample(i % side, i / side, 0) * CONTRAST
                + Math.abs(random.nextGaussian()) * NOISE;
        pixels[index * side * side + i] = (byte) Math.max(0, Math.min(255, Math.round(grey)));
      }
    }
    return new Digits(pixels, digits.labels().clone());
  }
}
