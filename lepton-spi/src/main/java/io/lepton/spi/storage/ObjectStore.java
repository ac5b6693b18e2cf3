package io.lepton.spi.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.Place;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The objects below one {@link Place}.
 *
 * <p><b>Data model.</b> An object is a key, content (zero or more bytes), {@link ObjectMetadata}
 * and a version that changes whenever the content does. Keys are relative to the place: 1 to 1,024
 * bytes of UTF-8, any character, no meaning of their own; {@code a}, {@code a/} and {@code a/b} are
 * three objects that may exist together, and upper and lower case differ. There are no folders.
 *
 * <p><b>Writes are whole.</b> Until a write returns, readers see the old object or none; after a
 * failed, cancelled or killed write they still do. When it has returned, the object is visible to
 * every reader and, after {@link #sync}, survives a crash of the machine that stores it.
 *
 * <p><b>Reads are pinned.</b> A reader yields the bytes of one version from first to last; when the
 * object changes meanwhile it fails with PRECONDITION_FAILED rather than mixing two versions, and
 * when the bytes end early it fails with DATA_CORRUPTED rather than ending quietly.
 *
 * <p>Thread safe: any number of threads may read, write and list at once. All methods block, throw
 * {@link CloudException} only, and stop promptly with kind CANCELLED, leaving the interrupt flag
 * set, when their thread is interrupted.
 */
public interface ObjectStore extends AutoCloseable {

  /** The place that keys are relative to. */
  Place place();

  /**
   * Why this store cannot name an object so: too long with the place's prefix before it, or of a
   * form that the service refuses. Empty when it can. Answers without a request, but where the
   * answer depends on the account's kind, as at Azure, that is asked for once.
   */
  default Optional<String> keyProblem(String key) {
    return ObjectKeys.problem(key);
  }

  /**
   * What of {@code metadata} this store keeps exactly: all that its provider's capabilities say,
   * unless the service refuses some names or values. Asks as little as {@link #keyProblem}.
   */
  default ObjectMetadata keepable(ObjectMetadata metadata) {
    return metadata;
  }

  /**
   * How {@link #stat} will tell {@code kept}, all of which this store keeps: the same, unless the
   * service cannot tell a value from none, as the type that S3 or Google gives to objects without.
   * Answers without a request.
   */
  default ObjectMetadata toldAs(ObjectMetadata kept) {
    return kept;
  }

  /** Describes an object with its metadata and checksums; empty when there is none. */
  Optional<ObjectInfo> stat(String key);

  /**
   * Opens an object for reading.
   *
   * @throws CloudException NOT_FOUND when there is none; PRECONDITION_FAILED when {@code
   *     request.version()} is not current; INVALID_ARGUMENT when the range starts beyond the end
   */
  ObjectReader read(ReadRequest request);

  /**
   * Writes one object, replacing an older one unless the precondition forbids it. When {@code
   * request.checksum()} is given and the stored bytes differ from it, nothing becomes visible.
   *
   * @return the object as stored, its checksum computed by the store on what it holds
   * @throws CloudException ALREADY_EXISTS or PRECONDITION_FAILED when the precondition does not
   *     hold; DATA_CORRUPTED when the content is longer or shorter than announced, or differs from
   *     the checksum; OUTCOME_UNKNOWN when the answer was lost
   */
  ObjectInfo put(PutRequest request);

  /**
   * Lists one page of objects, ordered by the UTF-8 bytes of their keys ({@link ObjectKeys#ORDER}),
   * each exactly once. An error is thrown, never taken for the end.
   *
   * <p>Equal digests in listings prove equal content. Digests that differ prove nothing before
   * {@link #stat} has told them too: S3 lists one tag an object, which is the MD5 of its content
   * unless the object is encrypted under a key of KMS, and only {@code stat} tells that.
   */
  ListPage list(ListRequest request);

  /**
   * Deletes objects. Keys that do not exist count as deleted. One key's failure does not stop the
   * others.
   *
   * @return the keys that could not be deleted, each with its reason; empty when all are gone
   */
  List<DeleteFailure> delete(Collection<String> keys);

  /**
   * Copies an object of another store of the same provider without its bytes passing through the
   * caller, with content and metadata.
   *
   * @throws CloudException UNSUPPORTED when the provider cannot, or not between these two stores;
   *     otherwise as {@link #put}
   */
  ObjectInfo copy(CopyRequest request);

  /**
   * Starts a multipart upload. Nothing is visible under the key until it is completed.
   *
   * @throws CloudException UNSUPPORTED when this place takes no parts although others of the
   *     provider do, as buckets of Cloud Storage that keep what is written to them: {@link #put}
   *     writes the object whole
   */
  MultipartUpload startUpload(String key, ObjectMetadata metadata);

  /**
   * Writes one part, from 1, in any order and from any thread or process. A number written twice
   * keeps the later content.
   *
   * @throws CloudException NOT_FOUND when the upload was completed, aborted or has expired
   */
  UploadedPart putPart(MultipartUpload upload, int number, ObjectContent content);

  /** The parts that the store holds for an upload, by number. */
  List<UploadedPart> listParts(MultipartUpload upload);

  /**
   * Makes the object visible from exactly these parts, in order of their numbers. Asked again after
   * it succeeded, it changes nothing: it answers as it did before, or with NOT_FOUND.
   *
   * @throws CloudException INVALID_ARGUMENT when a part is missing or is not what was written;
   *     NOT_FOUND when the upload, or every part of it, no longer exists (it may be completed
   *     already: read back); ALREADY_EXISTS or PRECONDITION_FAILED as {@link #put}; OUTCOME_UNKNOWN
   *     when the answer was lost
   */
  ObjectInfo completeUpload(
      MultipartUpload upload, List<UploadedPart> parts, Precondition precondition);

  /** Gives an upload up and frees its parts. Does nothing when it no longer exists. */
  void abortUpload(MultipartUpload upload);

  /**
   * The unfinished uploads below this place, ordered by key. Without INDEPENDENT_UPLOADS they may
   * be those of keys that hold no object: Azure lists no others.
   */
  List<MultipartUpload> listUploads();

  /** The unfinished uploads of one key, whether or not it holds an object. */
  default List<MultipartUpload> listUploads(String key) {
    return listUploads().stream().filter(upload -> upload.key().equals(key)).toList();
  }

  /**
   * Returns when every write that returned before this call survives a crash of the storing
   * machine. Clouds promise that with the write itself, so for them this does nothing.
   */
  void sync();

  /** Releases connections; unfinished uploads stay. May be called twice. */
  @Override
  void close();
}
