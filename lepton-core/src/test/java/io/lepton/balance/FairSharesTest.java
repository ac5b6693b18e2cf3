package io.lepton.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.balance.FairShares.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FairSharesTest {

  private static Claim claim(String name, double demand, String... pools) {
    return new Claim(name, demand, 1, Set.of(pools));
  }

  @Test
  void smallDemandsAreMetAndTheRestSharesEvenly() {
    Map<String, Double> shares =
        FairShares.of(10, List.of(claim("a", 2), claim("b", 8), claim("c", 10)));
    assertThat(shares).containsEntry("a", 2.0).containsEntry("b", 4.0).containsEntry("c", 4.0);
  }

  @Test
  void weightsScaleShares() {
    Map<String, Double> shares =
        FairShares.of(
            9, List.of(new Claim("one", 100, 1, Set.of()), new Claim("two", 100, 2, Set.of())));
    assertThat(shares).containsEntry("one", 3.0).containsEntry("two", 6.0);
  }

  /** The textbook's three links: the long route and each short one get half of a link. */
  @Test
  void aClaimThatPassesSeveralPoolsStopsAtTheFirstThatIsFull() {
    Map<String, Double> shares =
        FairShares.of(
            Map.of("left", 1.0, "right", 2.0),
            List.of(
                claim("long", 9, "left", "right"), claim("l", 9, "left"), claim("r", 9, "right")));
    assertThat(shares).containsEntry("long", 0.5).containsEntry("l", 0.5).containsEntry("r", 1.5);
  }

  @Test
  void unknownPoolsAndDoubleNamesAreRefused() {
    assertThatThrownBy(() -> FairShares.of(Map.of(), List.of(claim("a", 1, "p"))))
        .hasMessage("claim a names the pool p, which has no capacity");
    assertThatThrownBy(() -> FairShares.of(1, List.of(claim("a", 1), claim("a", 1))))
        .hasMessage("claim a stands twice");
  }

  /** By definition: whoever wants more passes a full pool in which nobody has more by weight. */
  @Property(tries = 500)
  void sharesAreMaxMinFair(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, Double> capacities = new HashMap<>();
    int pools = 1 + random.nextInt(4);
    for (int i = 0; i < pools; i++) {
      capacities.put("p" + i, (double) random.nextInt(50));
    }
    List<Claim> claims = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      Set<String> passes = new HashSet<>();
      for (int p = 0; p < pools; p++) {
        if (random.nextBoolean()) {
          passes.add("p" + p);
        }
      }
      claims.add(new Claim("c" + i, random.nextInt(30), 1.0 + random.nextInt(3), passes));
    }
    Map<String, Double> shares = FairShares.of(capacities, claims);
    Map<String, Double> used = new HashMap<>();
    for (Claim claim : claims) {
      double share = shares.getOrDefault(claim.name(), -1.0);
      assertThat(share).isBetween(0.0, claim.demand());
      claim.pools().forEach(pool -> used.merge(pool, share, Double::sum));
    }
    used.forEach(
        (pool, sum) ->
            assertThat(sum).isLessThanOrEqualTo(capacities.getOrDefault(pool, 0.0) + 1e-9));
    for (Claim claim : claims) {
      if (shares.getOrDefault(claim.name(), -1.0) < claim.demand() - 1e-9) {
        double level = shares.getOrDefault(claim.name(), -1.0) / claim.weight();
        assertThat(claim.pools())
            .as("a bottleneck of %s", claim)
            .anySatisfy(
                pool -> {
                  assertThat(used.getOrDefault(pool, 0.0))
                      .isCloseTo(capacities.getOrDefault(pool, 0.0), within(1e-6));
                  for (Claim other : claims) {
                    if (other.pools().contains(pool)) {
                      assertThat(shares.getOrDefault(other.name(), -1.0) / other.weight())
                          .isLessThanOrEqualTo(level + 1e-6);
                    }
                  }
                });
      }
    }
  }
}
