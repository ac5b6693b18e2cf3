package io.lepton.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlaceTest {

  @Test
  void placesAreEqualWhenEveryPartIs() {
    Place place = new Place("s3", "lake", "fraud/");

    assertThat(place)
        .isEqualTo(Place.parse("s3://lake/fraud"))
        .hasSameHashCodeAs(Place.parse("s3://lake/fraud"))
        .isNotEqualTo(new Place("gs", "lake", "fraud/"))
        .isNotEqualTo(new Place("s3", "river", "fraud/"))
        .isNotEqualTo(new Place("s3", "lake", ""))
        .isNotEqualTo(null);
  }
}
