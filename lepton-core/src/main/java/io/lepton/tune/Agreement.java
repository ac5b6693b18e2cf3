package io.lepton.tune;

/**
 * How alike two models answer the same examples.
 *
 * @param sameAnswer fraction of examples where both give the same class
 * @param meanSquaredDifference mean over the examples of the squared distance of their scores, the
 *     term that the consistency weight multiplies
 */
public record Agreement(double sameAnswer, double meanSquaredDifference) {}
