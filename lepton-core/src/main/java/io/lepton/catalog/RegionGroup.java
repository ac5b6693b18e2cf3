package io.lepton.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A group of regions as egress tables name it. Immutable. */
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

  private final String text;
  private final List<String> names;

  /** A group as egress tables write it: names joined by slashes or by {@code or}. */
  RegionGroup(String text) {
    this.text = text;
    this.names = List.of(text.split(" or |/", -1));
  }

  /** How specifically the group holds a region, the best being 0; NO_MATCH when it does not. */
  int rank(Region place) {
    String region = place.name();
    if (text.equals(region)) {
      return 0;
    }
    if (text.equals("any")) {
      return 3;
    }
    int best = NO_MATCH;
    for (String name : names) {
      if (name.equals(region) || startsWithWord(region, name)) {
        best = Math.min(best, 1);
      } else if (CONTINENTS.containsKey(name)
          && place.continent().filter(name::equals).isPresent()) {
        best = Math.min(best, 2);
      }
    }
    return best;
  }

  private static boolean startsWithWord(String region, String word) {
    return region.startsWith(word)
        && region.length() > word.length()
        && region.charAt(word.length()) == '-'
        && word.indexOf('-') < 0;
  }

  /** The first word of a region's name: {@code europe} of {@code europe-west4}. */
  static String prefix(String region) {
    int dash = region.indexOf('-');
    return dash < 0 ? region : region.substring(0, dash);
  }

  /** A region and its continent, which is looked for once and not once a group. */
  record Region(String name, Optional<String> continent) {

    static Region of(String name) {
      return new Region(name, RegionGroup.continent(name));
    }

    boolean sameContinent(Region other) {
      return continent.isPresent() && continent.equals(other.continent);
    }
  }

  private static Optional<String> continent(String region) {
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
