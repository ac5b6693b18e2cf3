package io.lepton.tune;

/**
 * How well one class is told from the others. A quotient without a denominator is 0.
 *
 * @param name of the class
 * @param precision fraction right of the answers that name it
 * @param recall fraction found of its examples
 * @param f1 harmonic mean of both
 * @param support how many examples it has
 */
public record ClassFigures(String name, double precision, double recall, double f1, int support) {}
