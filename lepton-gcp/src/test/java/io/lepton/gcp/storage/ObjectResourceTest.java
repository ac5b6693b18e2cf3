package io.lepton.gcp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonReader;
import io.lepton.spi.storage.ObjectMetadata;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectResourceTest {

  @Test
  void anObjectIsAsYoungAsItsMetadata() throws IOException {
    String json =
        "{\"name\":\"k\",\"size\":\"2\",\"generation\":\"7\","
            + "\"timeCreated\":\"2026-11-27T01:02:03.004Z\","
            + "\"updated\":\"2026-11-28T05:06:07.008Z\"}";

    ObjectResource read = ObjectResource.read(new JsonReader(new StringReader(json)));

    assertThat(read.info().lastModified()).isEqualTo(Instant.parse("2026-11-28T05:06:07.008Z"));
    assertThat(ObjectResource.FIELDS.split(",")).contains("updated");
  }

  /** "All objects have a value specified in their Content-Type metadata" ("Object metadata"). */
  @Test
  void anObjectWithoutATypeIsToldAsOneAlthoughTheServiceHasNoneSuch() throws IOException {
    ObjectMetadata none = new ObjectMetadata(Map.of(), Map.of("owner", "x"), Map.of());
    ObjectMetadata typed =
        new ObjectMetadata(
            Map.of("content-type", "application/octet-stream"), none.user(), Map.of());

    String stored = ObjectResource.write("k", none, Optional.empty());
    ObjectResource read =
        ObjectResource.read(
            new JsonReader(
                new StringReader(
                    "{\"name\":\"k\",\"size\":\"2\",\"generation\":\"7\","
                        + "\"contentType\":\"application/octet-stream\","
                        + "\"metadata\":{\"owner\":\"x\"}}")));

    assertThat(stored).contains("\"contentType\":\"application/octet-stream\"");
    assertThat(read.info().metadata()).contains(none);
    assertThat(ObjectResource.told(none)).isEqualTo(none);
    assertThat(ObjectResource.told(typed)).isEqualTo(none);
  }
}
