package io.lepton.allocation;

import io.lepton.spi.price.Offer;

/**
 * A machine that can be bought: an offer and a way of buying it.
 *
 * @param offer the machine
 * @param purchase how it is bought
 * @param microsPerHour its price
 */
record Candidate(Offer offer, Purchase purchase, long microsPerHour) {

  /** Whether an instance of a placement is this machine. */
  boolean matches(InstanceGroup group) {
    return group.purchase() == purchase
        && group.instanceType().equals(offer.instanceType())
        && group.region().equals(offer.region())
        && group.cloud().equals(offer.cloud())
        && group.zone().equals(offer.zone());
  }
}
