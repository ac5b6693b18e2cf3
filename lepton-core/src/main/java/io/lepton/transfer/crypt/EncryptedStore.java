package io.lepton.transfer.crypt;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.Place;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.DeleteFailure;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.spi.storage.UploadedPart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A store whose objects lie encrypted in another one. To its callers everything is plain: lengths,
 * digests, ranges, content. Keys, user metadata, tags and content headers stay in clear, and so
 * does an object's length, give or take; content encoding is set aside so that no server decodes
 * cipher text.
 *
 * <p>Whatever is altered below is refused with DATA_CORRUPTED before a byte of the 128 KiB it lies
 * in is given out: flipped bits, truncation, parts of one object in another, an object under
 * another name. A wrong keyring is PERMISSION_DENIED. An older version of the same object put back
 * under its name is not noticed; compare with a manifest for that.
 *
 * <p>Not a promise of {@link ObjectStore} here: {@link #startUpload} wants to know the length
 * beforehand, and {@link #copy} is refused. Thread safe.
 */
public final class EncryptedStore implements ObjectStore {
  /** Content up to this length is encrypted before it is sent, so that the store can check it. */
  private static final int BUFFERED_BYTES = 4 << 20;

  private final ObjectStore below;
  private final Keyring keyring;
  private final PlainInfos infos;
  private final EnvelopeReader envelopes;
  private final Map<String, EncryptedUpload> uploads = new ConcurrentHashMap<>();

  /** Encrypts into {@code below}, which it closes, with the keys of {@code keyring}. */
  public EncryptedStore(ObjectStore below, Keyring keyring) {
    this.below = below;
    this.keyring = keyring;
    this.infos = new PlainInfos(keyring);
    this.envelopes = new EnvelopeReader(below, keyring);
  }

  /**
   * Has a data key made and wrapped, so that a key that cannot be used is found out before anything
   * is written.
   *
   * @throws CloudException as {@link io.lepton.spi.key.KeyEncryptionKey#wrap}
   */
  public void prepareToWrite() {
    keyring.writing();
  }

  /** What plain content may have so that its cipher text keeps {@code below}. */
  public static Limits limits(Limits below) {
    return new Limits(
        below.minPartSizeBytes(),
        Math.max(Chunks.PLAIN_BYTES, Chunks.largestWithin(below.maxPartSizeBytes())),
        below.maxParts(),
        Math.max(1, Chunks.largestWithin(below.maxSinglePutBytes())),
        Math.max(1, Chunks.largestWithin(below.maxObjectSizeBytes())),
        below.maxKeyBytes(),
        below.maxDeleteBatch(),
        below.maxListPage(),
        Chunks.PLAIN_BYTES);
  }

  @Override
  public Place place() {
    return below.place();
  }

  @Override
  public Optional<String> keyProblem(String key) {
    return below.keyProblem(key);
  }

  @Override
  public ObjectMetadata toldAs(ObjectMetadata kept) {
    return PlainInfos.without(below.toldAs(kept));
  }

  @Override
  public ObjectMetadata keepable(ObjectMetadata metadata) {
    return PlainInfos.keepable(metadata, below::keepable);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    return below.stat(key).map(infos::plain);
  }

  @Override
  public ListPage list(ListRequest request) {
    ListPage page = below.list(request);
    return new ListPage(
        page.objects().stream().map(infos::plain).toList(), page.skipped(), page.next());
  }

  @Override
  public List<DeleteFailure> delete(Collection<String> keys) {
    return below.delete(keys);
  }

  @Override
  public ObjectReader read(ReadRequest request) {
    return envelopes.read(request, infos);
  }

  @Override
  public ObjectInfo put(PutRequest request) {
    String key = request.key();
    DataKey dataKey = keyring.writing();
    Envelope envelope =
        Envelope.of(key, request.content().sizeBytes(), dataKey.wrapped(), keyring.random());
    OptionalLong expected =
        request
            .checksum()
            .filter(known -> known.algorithm() == ChecksumAlgorithm.CRC32C)
            .map(known -> OptionalLong.of(Long.parseLong(known.hex(), 16)))
            .orElse(OptionalLong.empty());
    EncryptingContent content =
        new EncryptingContent(place() + key, request.content(), dataKey, envelope, 0, expected);
    if (content.sizeBytes() > BUFFERED_BYTES) {
      return putStreamed(request, content, dataKey, expected);
    }
    ByteBuffer cipher = encrypted(content);
    ObjectInfo stored =
        below.put(
            PutRequest.of(key, ObjectContent.of(cipher))
                .metadata(infos.noted(key, request.metadata(), dataKey, content.plainCrc32c()))
                .precondition(request.precondition())
                .checksum(Checksum.crc32c(content.wholeCrc32c().orElseThrow())));
    return described(stored, content);
  }

  private ObjectInfo putStreamed(
      PutRequest request, EncryptingContent content, DataKey dataKey, OptionalLong expected) {
    ObjectInfo stored =
        below.put(
            PutRequest.of(request.key(), content)
                .metadata(infos.noted(request.key(), request.metadata(), dataKey, expected))
                .precondition(request.precondition()));
    return described(stored, content);
  }

  private static ByteBuffer encrypted(EncryptingContent content) {
    ByteBuffer cipher = ByteBuffer.allocate(Math.toIntExact(content.sizeBytes()));
    try (ReadableByteChannel channel = content.open()) {
      while (channel.read(cipher) > 0) {
        // Until the buffer is full, which is when the content ends.
      }
    } catch (IOException e) {
      throw CloudException.of(ErrorKind.UNKNOWN)
          .operation("encrypt")
          .retryable()
          .cause(e)
          .message(String.valueOf(e.getMessage()));
    }
    return cipher.flip();
  }

  /** With the digest of the plain content where the store proves that it holds what was sent. */
  private ObjectInfo described(ObjectInfo stored, EncryptingContent content) {
    boolean proven =
        content.wholeCrc32c().isPresent()
            && stored
                .checksums()
                .get(ChecksumAlgorithm.CRC32C)
                .equals(Optional.of(Checksum.crc32c(content.wholeCrc32c().getAsLong())));
    return infos.plain(stored, proven ? content.plainCrc32c() : OptionalLong.empty());
  }

  /**
   * @throws CloudException UNSUPPORTED always: an encrypted object is bound to its name
   */
  @Override
  public ObjectInfo copy(CopyRequest request) {
    throw unsupported(request.key(), "an encrypted object cannot be copied inside its store");
  }

  /**
   * @throws CloudException UNSUPPORTED always; the length must be known
   */
  @Override
  public MultipartUpload startUpload(String key, ObjectMetadata metadata) {
    throw unsupported(key, "an encrypted upload must know its length when it starts");
  }

  private CloudException unsupported(String key, String why) {
    return CloudException.of(ErrorKind.UNSUPPORTED)
        .operation("encrypt")
        .location(place() + key)
        .message(why);
  }

  /**
   * Starts an upload of an object whose length is known.
   *
   * @param sizeBytes plain length of the object
   * @param partBytes plain length of every part but the last, a multiple of what {@link #limits}
   *     says
   */
  public MultipartUpload startUpload(
      String key, ObjectMetadata metadata, long sizeBytes, long partBytes) {
    if (partBytes % Chunks.PLAIN_BYTES != 0) {
      throw new IllegalArgumentException(
          "parts of " + partBytes + " bytes are no multiple of " + Chunks.PLAIN_BYTES);
    }
    DataKey dataKey = keyring.writing();
    Envelope envelope = Envelope.of(key, sizeBytes, dataKey.wrapped(), keyring.random());
    MultipartUpload started =
        below.startUpload(key, infos.noted(key, metadata, dataKey, OptionalLong.empty()));
    EncryptedUpload upload = EncryptedUpload.of(started, envelope, partBytes);
    MultipartUpload named = upload.named();
    uploads.put(named.id(), upload);
    return named;
  }

  private EncryptedUpload known(MultipartUpload upload) {
    return uploads.computeIfAbsent(
        upload.id(),
        id -> {
          EncryptedUpload parsed = EncryptedUpload.parse(upload);
          if (parsed == null) {
            throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
                .operation("upload")
                .location(place() + upload.key())
                .message("this upload was not started with encryption");
          }
          return parsed;
        });
  }

  @Override
  public UploadedPart putPart(MultipartUpload upload, int number, ObjectContent content) {
    EncryptedUpload encrypted = known(upload);
    String location = place() + upload.key();
    EncryptingContent cipher =
        new EncryptingContent(
            location,
            content,
            keyring.unwrap(encrypted.envelope().wrappedKey(), location),
            encrypted.envelope(),
            encrypted.firstChunk(number),
            OptionalLong.empty());
    UploadedPart part = below.putPart(encrypted.below(), number, cipher);
    OptionalLong sent = cipher.wholeCrc32c();
    boolean differs =
        part.sizeBytes() != cipher.sizeBytes()
            || sent.isEmpty()
            || part.checksum()
                .filter(stored -> stored.algorithm() == ChecksumAlgorithm.CRC32C)
                .filter(stored -> !stored.equals(Checksum.crc32c(sent.getAsLong())))
                .isPresent();
    if (differs) {
      throw CloudException.of(ErrorKind.DATA_CORRUPTED)
          .operation("put part " + number)
          .location(place() + upload.key())
          .retryable()
          .message("the store holds other bytes than were sent");
    }
    encrypted
        .sent()
        .put(
            number,
            new EncryptedUpload.Sent(
                part, content.sizeBytes(), cipher.plainCrc32c().orElseThrow()));
    return new UploadedPart(number, content.sizeBytes(), part.etag(), Optional.empty());
  }

  @Override
  public List<UploadedPart> listParts(MultipartUpload upload) {
    EncryptedUpload encrypted = known(upload);
    return below.listParts(encrypted.below()).stream()
        .map(
            part ->
                new UploadedPart(
                    part.number(),
                    encrypted.plainBytes(part.number(), part.sizeBytes()),
                    part.etag(),
                    Optional.empty()))
        .toList();
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload, List<UploadedPart> parts, Precondition precondition) {
    EncryptedUpload encrypted = known(upload);
    List<UploadedPart> cipherParts = cipherParts(encrypted, parts);
    ObjectInfo stored = below.completeUpload(encrypted.below(), cipherParts, precondition);
    uploads.remove(upload.id());
    return infos.plain(stored, encrypted.plainCrc32c(cipherParts, stored));
  }

  /** The parts as the store below knows them; it is asked when another process sent some. */
  private List<UploadedPart> cipherParts(EncryptedUpload upload, List<UploadedPart> parts) {
    boolean all = parts.stream().allMatch(part -> upload.sent().containsKey(part.number()));
    Map<Integer, UploadedPart> known =
        all
            ? upload.sent().values().stream()
                .map(EncryptedUpload.Sent::part)
                .collect(Collectors.toMap(UploadedPart::number, Function.identity()))
            : below.listParts(upload.below()).stream()
                .collect(Collectors.toMap(UploadedPart::number, Function.identity()));
    return parts.stream().map(part -> known.getOrDefault(part.number(), part)).toList();
  }

  @Override
  public void abortUpload(MultipartUpload upload) {
    uploads.remove(upload.id());
    EncryptedUpload parsed = EncryptedUpload.parse(upload);
    below.abortUpload(parsed == null ? upload : parsed.below());
  }

  /** The uploads as the store below names them: they can be aborted, but not continued. */
  @Override
  public List<MultipartUpload> listUploads() {
    return below.listUploads();
  }

  @Override
  public void sync() {
    below.sync();
  }

  @Override
  public void close() {
    below.close();
  }
}
