package io.lepton.prepare;

import io.lepton.config.ConfigNode;

/**
 * How data is cleaned. All that is fitted (medians, fences) is fitted on the training split alone.
 *
 * @param duplicates what becomes of examples with equal features
 * @param missing what becomes of missing values
 * @param outliers what becomes of outlying values of the training split: those beyond Tukey's outer
 *     fences, three interquartile ranges below the first or above the third quartile (Exploratory
 *     Data Analysis, 1977). A column whose interquartile range is 0 has none. The other splits keep
 *     theirs, as live requests will have them too
 */
public record Cleaning(Duplicates duplicates, Missing missing, Outliers outliers) {

  /** Examples with equal features. */
  public enum Duplicates {
    /** Keep the first, so that no example of one split also stands in another. */
    DROP,
    /** Keep all. */
    KEEP
  }

  /** Missing values. */
  public enum Missing {
    /** The column's median over the training split takes their place. */
    MEDIAN,
    /** Drop the example. */
    DROP,
    /** Refuse the data set. */
    REJECT
  }

  /** Outlying values. */
  public enum Outliers {
    /** Leave them. */
    KEEP,
    /** Bring them to the fence. */
    CLIP,
    /** Drop the example. */
    DROP
  }

  /** Duplicates dropped, medians for missing values, outliers kept. */
  public static Cleaning standard() {
    return new Cleaning(Duplicates.DROP, Missing.MEDIAN, Outliers.KEEP);
  }

  /** Reads {@code cleaning: {duplicates, missing, outliers}}; what is not told is standard. */
  public static Cleaning read(ConfigNode node) {
    node.allow("duplicates", "missing", "outliers");
    Cleaning standard = standard();
    return new Cleaning(
        node.find("duplicates")
            .map(value -> value.oneOf(Duplicates.class))
            .orElse(standard.duplicates),
        node.find("missing").map(value -> value.oneOf(Missing.class)).orElse(standard.missing),
        node.find("outliers").map(value -> value.oneOf(Outliers.class)).orElse(standard.outliers));
  }
}
