package io.lepton.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How egress tables name groups of regions. */
final class RegionGroup {
  private static final int NO_MATCH = Integer.MAX_VALUE;

  /**
   * Beginnings of region names by continent, the longest match counting; the clouds' own lists of
   * regions, 2026. AWS and Google Cloud name the continent first, Azure the country.
   */
  private static final Map<String, List<String>> CONTINENTS =
      Map.of(
          "north-america",
          List.of(
              "us-",
              "ca-",
              "mx-",
              "northamerica-",
              "canada",
              "mexico",
              "eastus",
              "westus",
              "centralus",
              "northcentralus",
              "southcentralus",
              "westcentralus",
              "usgov",
              "usdod"),
          "south-america",
          List.of("sa-", "southamerica-", "brazil", "chile"),
          "europe",
          List.of(
              "eu-",
              "europe-",
              "austria",
              "belgium",
              "denmark",
              "finland",
              "france",
              "germany",
              "greece",
              "italy",
              "northeurope",
              "norway",
              "poland",
              "spain",
              "sweden",
              "switzerland",
              "uk",
              "westeurope"),
          "asia",
          List.of(
              "ap-",
              "asia-",
              "eastasia",
              "southeastasia",
              "centralindia",
              "southindia",
              "westindia",
              "jioindia",
              "japan",
              "korea",
              "indonesia",
              "malaysia",
              "taiwan",
              "cn-",
              "china"),
          "oceania",
          List.of("ap-southeast-2", "ap-southeast-4", "ap-southeast-6", "australia", "newzealand"),
          "middle-east",
          List.of("me-", "il-", "israel", "qatar", "uae", "saudi"),
          "africa",
          List.of("af-", "africa-", "southafrica"));

  private RegionGroup() {}

  /** How specifically a group holds a region, the best being 0; NO_MATCH when it does not. */
  static int rank(String group, String region) {
    if (group.equals(region)) {
      return 0;
    }
    if (group.equals("any")) {
      return 3;
    }
    int best = NO_MATCH;
    for (String name : group.split(" or |/", -1)) {
      if (name.equals(region) || prefix(region).equals(name)) {
        best = Math.min(best, 1);
      } else if (continent(region).filter(name::equals).isPresent()) {
        best = Math.min(best, 2);
      }
    }
    return best;
  }

  /** The first word of a region's name: {@code europe} of {@code europe-west4}. */
  static String prefix(String region) {
    int dash = region.indexOf('-');
    return dash < 0 ? region : region.substring(0, dash);
  }

  static boolean sameContinent(String one, String other) {
    Optional<String> continent = continent(one);
    return continent.isPresent() && continent.equals(continent(other));
  }

  static Optional<String> continent(String region) {
    String found = "";
    int longest = 0;
    for (Map.Entry<String, List<String>> continent : CONTINENTS.entrySet()) {
      for (String beginning : continent.getValue()) {
        if (beginning.length() > longest && region.startsWith(beginning)) {
          found = continent.getKey();
          longest = beginning.length();
        }
      }
    }
    return longest == 0 ? Optional.empty() : Optional.of(found);
  }
}
