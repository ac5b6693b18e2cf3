package io.lepton.local.runtime;

import io.lepton.spi.compute.MachineType;
import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import io.lepton.spi.price.PriceBackend;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The price of this machine: nothing, since it is there anyway. There is no spot market, and no
 * tariff for data that leaves. Thread safe.
 */
public final class LocalPriceBackend implements PriceBackend {

  @Override
  public void offers(Consumer<Offer> sink) {
    MachineType host = Host.machineType();
    sink.accept(
        new Offer(
            LocalFailures.PROVIDER,
            "local",
            "",
            host.name(),
            host.vcpus(),
            host.memoryGib(),
            host.accelerator(),
            host.acceleratorCount(),
            OptionalLong.of(0),
            OptionalLong.empty()));
  }

  @Override
  public List<EgressTier> egressTiers() {
    return List.of();
  }
}
