package io.lepton.it.chaos;

import io.lepton.it.wire.Dialect;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WirePlan;
import io.lepton.testkit.wire.WireRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes a share of all requests go wrong, chosen by a seed and the request's number. Bytes are
 * flipped in what carries content only: lists carry no checksum, and nobody could tell.
 */
final class WireChaos implements WirePlan {
  private final Dialect dialect;
  private volatile long seed;
  private volatile double share;

  WireChaos(Dialect dialect) {
    this.dialect = dialect;
  }

  /** From now on so many requests of one go wrong. */
  void begin(long newSeed, double newShare) {
    seed = newSeed;
    share = newShare;
  }

  /** From now on nothing goes wrong. */
  void end() {
    share = 0;
  }

  @Override
  public Optional<WireFault> decide(WireRequest request) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + request.number());
    return random.nextDouble() < share ? Optional.of(fault(request, random)) : Optional.empty();
  }

  private WireFault fault(WireRequest request, SplittableRandom random) {
    int most = (int) Math.min(20_000, Math.max(1, Dialect.length(request)));
    int position = random.nextInt(random.nextInt(3) == 0 ? 5 << 20 : most);
    boolean carriesUp = dialect.writes(request) || dialect.writesPart(request);
    boolean carriesDown = dialect.reads(request);
    return switch (random.nextInt(carriesUp || carriesDown ? 12 : 8)) {
      case 0, 1 -> WireFault.lostAnswer();
      case 2 -> WireFault.lostRequest();
      case 3, 4 -> dialect.slowDown();
      case 5 -> new WireFault.CutAnswer(position);
      case 6 -> new WireFault.CutRequest(position);
      case 7 -> new WireFault.Delay(Duration.ofMillis(50));
      case 8, 9 ->
          carriesUp ? new WireFault.FlipRequest(position) : new WireFault.FlipAnswer(position);
      case 10 -> carriesDown ? new WireFault.ShortenAnswer(position) : dialect.uploadGone();
      default -> dialect.denied();
    };
  }
}
