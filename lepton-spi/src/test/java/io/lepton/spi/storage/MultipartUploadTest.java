package io.lepton.spi.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MultipartUploadTest {
  private static final MultipartUpload UPLOAD = new MultipartUpload("key", "id");

  @Test
  void isThatOfItsKeyAndItsId() {
    assertThat(UPLOAD)
        .isEqualTo(new MultipartUpload("key", "id"))
        .hasSameHashCodeAs(new MultipartUpload("key", "id"))
        .isNotEqualTo(new MultipartUpload("other", "id"))
        .isNotEqualTo(new MultipartUpload("key", "other"))
        .isNotEqualTo(null);
  }
}
