package io.lepton.deploy;

/**
 * One look at the gateway during a rollout. Counts start anew with every step of the rollout.
 *
 * @param atSeconds since the shift began
 * @param newPercent of the traffic on the new revision
 * @param oldSide what the old revision served
 * @param newSide what the new revision served
 * @param mirror what was compared
 */
public record TimelineSample(
    double atSeconds, int newPercent, SideStats oldSide, SideStats newSide, MirrorStats mirror) {}
