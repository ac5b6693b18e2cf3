package io.lepton.spi.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectMetadataTest {
  /** A record has a text of the same form; journals of earlier versions hold digests of it. */
  private record Metadata(
      Map<String, String> headers, Map<String, String> user, Map<String, String> tags) {}

  @Test
  void metadataReadsAsAnyRecordDoes() {
    ObjectMetadata metadata =
        new ObjectMetadata(Map.of("content-type", "text/plain"), Map.of("a", "b"), Map.of());
    assertThat(metadata)
        .hasToString("Object" + new Metadata(metadata.headers(), metadata.user(), metadata.tags()));
  }
}
