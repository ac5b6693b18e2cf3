package io.lepton.testkit.fault;

import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectStore;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A provider that passes everything to another one, except the calls of object stores that its plan
 * makes go wrong. Id, schemes, capabilities and limits are those of the provider behind it.
 *
 * <p>It counts every call and remembers every fault that it caused. Thread safe.
 */
public final class FaultyProvider extends WrappingProvider {
  private final FaultPlan plan;
  private final Map<StoreOperation, AtomicLong> calls = new EnumMap<>(StoreOperation.class);
  private final List<Injected> injected = new CopyOnWriteArrayList<>();

  private FaultyProvider(CloudProvider real, FaultPlan plan) {
    super(real);
    this.plan = Objects.requireNonNull(plan, "plan");
    for (StoreOperation operation : StoreOperation.values()) {
      calls.put(operation, new AtomicLong());
    }
  }

  /** Puts {@code plan} in front of {@code real}. */
  public static FaultyProvider of(CloudProvider real, FaultPlan plan) {
    return new FaultyProvider(real, plan);
  }

  /** How often an operation was called, faults included. */
  public long calls(StoreOperation operation) {
    return Objects.requireNonNull(calls.get(operation)).get();
  }

  /** The faults caused so far, in order. */
  public List<Injected> injected() {
    return List.copyOf(injected);
  }

  /** Puts this provider's plan in front of a store that is open already. */
  @Override
  public ObjectStore wrap(ObjectStore store) {
    return new FaultyObjectStore(this, store);
  }

  Optional<Fault> decide(StoreOperation operation, Place place, String key) {
    long number = Objects.requireNonNull(calls.get(operation)).incrementAndGet();
    StoreCall call = new StoreCall(operation, place, key, number);
    Optional<Fault> fault = plan.decide(call);
    fault.ifPresent(caused -> injected.add(new Injected(call, caused)));
    return fault;
  }

  /**
   * A fault that was caused.
   *
   * @param call the call that met it
   * @param fault what happened
   */
  public record Injected(StoreCall call, Fault fault) {}
}
