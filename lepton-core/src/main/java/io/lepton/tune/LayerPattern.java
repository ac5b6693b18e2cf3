package io.lepton.tune;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Names layers by a regular expression over the whole of their path: children joined by dots, with
 * or without DJL's two-digit positions ({@code fc1}, {@code 09fc1}, {@code encoder.fc1}).
 *
 * @param pattern the regular expression
 */
public record LayerPattern(Pattern pattern) {

  /** Every layer. */
  public static LayerPattern all() {
    return onLayers(".*");
  }

  /**
   * The layers that match.
   *
   * @throws IllegalArgumentException when it is no regular expression
   */
  public static LayerPattern onLayers(String regularExpression) {
    try {
      return new LayerPattern(Pattern.compile(regularExpression));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + regularExpression + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  /** Whether a layer's path matches. */
  boolean matches(String path) {
    return pattern.matcher(path).matches()
        || pattern.matcher(path.replaceAll("(^|\\.)\\d\\d+(?=\\D)", "$1")).matches();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerPattern that && that.text().equals(text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }

  String text() {
    return pattern.pattern();
  }
}
