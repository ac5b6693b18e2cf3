package io.lepton.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What the gateway counted since the present generation of its routes began.
 *
 * @param generation of the routes
 * @param seconds since it began
 * @param oldSide requests that the old side served
 * @param newSide requests that the new side served
 * @param mirror copies that were compared
 * @param failedToClient requests that a client saw fail
 */
record GatewayStats(
    long generation,
    double seconds,
    @JsonProperty("old") SideStats oldSide,
    @JsonProperty("new") SideStats newSide,
    MirrorStats mirror,
    long failedToClient) {}
