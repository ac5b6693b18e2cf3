package io.lepton.gcp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
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
}
