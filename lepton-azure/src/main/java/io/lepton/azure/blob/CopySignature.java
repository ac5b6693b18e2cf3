package io.lepton.azure.blob;

import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.lepton.azure.blob.StorageAccount.Access;
import io.lepton.azure.http.PipelineClient;
import io.lepton.http.BlockingHttpClient;
import io.lepton.http.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Signatures that let the service read a source for an hour; made by the SDK, which is slow. */
final class CopySignature {
  private CopySignature() {}

  /** The parameters to add to an address of this account. */
  static String of(String address, Access.Key key, Instant now) {
    try (PipelineClient unused = new PipelineClient(new BlockingHttpClient(Timeouts.standard()))) {
      return new BlobClientBuilder()
          .endpoint(address)
          .httpClient(unused)
          .credential(new StorageSharedKeyCredential(key.account(), key.base64()))
          .buildClient()
          .generateSas(
              new BlobServiceSasSignatureValues(
                  OffsetDateTime.ofInstant(now.plus(Duration.ofHours(1)), ZoneOffset.UTC),
                  new BlobSasPermission().setReadPermission(true)));
    }
  }
}
