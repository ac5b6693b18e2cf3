package io.lepton.gcp.storage;

import io.lepton.http.HttpRequest;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.PassedCrc32c;
import io.lepton.spi.storage.Precondition;
import java.io.IOException;
import java.util.Optional;

/** Writes objects, each in one request, and proves what was stored. Thread safe. */
final class Inserts {
  private final GcsClient client;
  private final String bucket;
  private final GcsErrors errors;

  Inserts(GcsClient client, String bucket, GcsErrors errors) {
    this.client = client;
    this.bucket = bucket;
    this.errors = errors;
  }

  /**
   * One object to write.
   *
   * @param operation for errors, as a verb
   * @param key for errors, relative to the place
   * @param name full name of the object
   * @param checksum that the service is to demand, by CRC32C or MD5
   */
  record Insertion(
      String operation,
      String key,
      String name,
      ObjectContent content,
      ObjectMetadata metadata,
      Precondition precondition,
      Optional<Checksum> checksum) {}

  ObjectResource insert(Insertion what) {
    String operation = what.operation();
    String key = what.key();
    GcsErrors.Act act = GcsErrors.Act.commit(operation, key, what.precondition());
    errors.checkInterrupt(operation, key);
    String query =
        "uploadType=multipart&"
            + ObjectResource.FIELDS_QUERY
            + Conditions.query(errors, operation, key, what.precondition());
    try (UploadContent body = body(what)) {
      ObjectResource stored = send(query, body, act);
      prove(operation, key, stored, body.crc32c());
      return stored;
    }
  }

  private ObjectResource send(String query, UploadContent body, GcsErrors.Act act) {
    try {
      HttpRequest request = client.request("POST", client.upload(bucket, query));
      return client.call(
          request.header("Content-Type", body.type()).body(body), ObjectResource::read);
    } catch (IOException e) {
      throw errors.translate(body.whole() ? act : act.repeatable(), e);
    }
  }

  private UploadContent body(Insertion what) {
    try {
      return new UploadContent(
          ObjectResource.write(what.name(), what.metadata(), what.checksum()),
          what.metadata().contentType().orElse(ObjectResource.NO_TYPE),
          what.content(),
          known(what).map(PassedCrc32c::known).orElseGet(() -> PassedCrc32c.of(what.content())));
    } catch (IOException e) {
      throw errors.translate(GcsErrors.Act.repeatable(what.operation(), what.key()), e);
    }
  }

  private static Optional<Checksum> known(Insertion what) {
    return what.checksum().filter(sum -> sum.algorithm() == ChecksumAlgorithm.CRC32C);
  }

  /**
   * Compares the service's digest of what it stored with what it must be.
   *
   * @throws CloudException DATA_CORRUPTED when they differ; the object is then deleted
   */
  void prove(String operation, String key, ObjectResource stored, Checksum expected) {
    Optional<Checksum> told = stored.info().checksums().get(ChecksumAlgorithm.CRC32C);
    if (told.equals(Optional.of(expected))) {
      return;
    }
    String left = "it was deleted, send it again";
    try {
      client.send(
          "DELETE", client.object(bucket, stored.name(), "generation=" + stored.info().version()));
    } catch (IOException e) {
      left = "it could not be deleted (" + e.getMessage() + "), delete it";
    }
    throw errors
        .of(ErrorKind.DATA_CORRUPTED, operation, key)
        .message(
            "Cloud Storage holds "
                + told.map(Checksum::toString).orElse("no CRC32C")
                + ", sent was "
                + expected
                + "; "
                + left);
  }
}
