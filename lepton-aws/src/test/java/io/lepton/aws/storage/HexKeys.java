package io.lepton.aws.storage;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Gives S3Proxy the key space of S3: its own stores keep each object in a file of its key's name,
 * where {@code a} and {@code a/b} cannot be together. In hexadecimal all keys are plain names, in
 * the same order and with the same prefixes.
 *
 * <p>S3Proxy judges {@code If-Match} first and writes afterwards, and others may write in between.
 * A pause before each write has them do so every time and not by chance, so that the contract test
 * which names this fault can rely on it.
 */
final class HexKeys extends ForwardingBlobStore {

  /** Names of objects that S3Proxy keeps for itself. */
  private static final String OF_SERVER = ".s3proxy-";

  private static final long PAUSE_NANOS = 1_000_000;
  private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})*");

  HexKeys(BlobStore blobs) {
    super(blobs);
  }

  private static String hex(String key) {
    return key.startsWith(OF_SERVER)
        ? key
        : HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String hexOrNull(@Nullable String key) {
    return key == null ? null : hex(key);
  }

  private static String text(String hex) {
    return hex.startsWith(OF_SERVER)
        ? hex
        : new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
  }

  /** A write under way or just given up lies in a file of another name, which a listing meets. */
  private static boolean isUnfinished(String hex) {
    return !hex.startsWith(OF_SERVER) && !HEX.matcher(hex).matches();
  }

  private static MultipartUpload inner(MultipartUpload upload) {
    CreateMultipartUploadRequest request = upload.request();
    return new MultipartUpload(
        upload.id(), request.toBuilder().key(hex(request.key())).build(), upload.response());
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    ListObjectsV2Response answer =
        delegate()
            .list(
                request.toBuilder()
                    .prefix(hexOrNull(request.prefix()))
                    .startAfter(hexOrNull(request.startAfter()))
                    .continuationToken(hexOrNull(request.continuationToken()))
                    .build());
    return answer.toBuilder()
        .prefix(request.prefix())
        .startAfter(request.startAfter())
        .nextContinuationToken(
            answer.nextContinuationToken() == null ? null : text(answer.nextContinuationToken()))
        .contents(
            answer.contents().stream()
                .filter(object -> !isUnfinished(object.key()))
                .map(object -> object.toBuilder().key(text(object.key())).build())
                .toList())
        .build();
  }

  @Override
  public boolean blobExists(String container, String key) {
    return delegate().blobExists(container, hex(key));
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
    LockSupport.parkNanos(PAUSE_NANOS);
    return delegate().putBlob(request.toBuilder().key(hex(request.key())).build(), content);
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    return delegate()
        .copyBlob(
            request.toBuilder()
                .sourceKey(hexOrNull(request.sourceKey()))
                .destinationKey(hex(request.destinationKey()))
                .build());
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    return delegate().blobMetadata(request.toBuilder().key(hex(request.key())).build());
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    return delegate().getBlob(request.toBuilder().key(hex(request.key())).build());
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    return delegate().removeBlob(request.toBuilder().key(hex(request.key())).build());
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    MultipartUpload upload =
        delegate().initiateMultipartUpload(request.toBuilder().key(hex(request.key())).build());
    return new MultipartUpload(upload.id(), request, upload.response());
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    delegate().abortMultipartUpload(inner(upload));
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    return delegate()
        .completeMultipartUpload(
            inner(upload), request.toBuilder().key(hex(request.key())).build());
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream content) {
    return delegate()
        .uploadMultipartPart(
            inner(upload), request.toBuilder().key(hex(request.key())).build(), content);
  }

  @Override
  public UploadPartCopyResponse copyMultipartPart(
      MultipartUpload upload, UploadPartCopyRequest request) {
    return delegate()
        .copyMultipartPart(
            inner(upload),
            request.toBuilder()
                .sourceKey(hexOrNull(request.sourceKey()))
                .destinationKey(hex(request.destinationKey()))
                .build());
  }

  @Override
  public List<Part> listMultipartUpload(MultipartUpload upload) {
    return delegate().listMultipartUpload(inner(upload));
  }

  @Override
  public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(
      String container) {
    return delegate().listMultipartUploads(container).stream()
        .map(upload -> upload.toBuilder().key(text(upload.key())).build())
        .toList();
  }
}
