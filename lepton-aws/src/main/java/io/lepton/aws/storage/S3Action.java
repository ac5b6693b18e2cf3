package io.lepton.aws.storage;

/** What is asked of S3: the operation as errors name it, and the permission that it needs. */
enum S3Action {
  STAT("stat", "s3:GetObject (and s3:ListBucket, to tell a missing key from a forbidden one)"),
  READ("read", "s3:GetObject"),
  READ_TAGS("read tags of", "s3:GetObjectTagging"),
  PUT("put", "s3:PutObject (and s3:PutObjectTagging for tags)"),
  LIST("list", "s3:ListBucket"),
  DELETE("delete", "s3:DeleteObject"),
  COPY("copy to", "s3:PutObject here, s3:GetObject and s3:GetObjectTagging at the source"),
  START_UPLOAD("start upload", "s3:PutObject (and s3:PutObjectTagging for tags)"),
  PUT_PART("put part", "s3:PutObject"),
  LIST_PARTS("list parts", "s3:ListMultipartUploadParts"),
  COMPLETE_UPLOAD("complete upload", "s3:PutObject"),
  ABORT_UPLOAD("abort upload", "s3:AbortMultipartUpload"),
  LIST_UPLOADS("list uploads", "s3:ListBucketMultipartUploads");

  private final String operation;
  private final String permission;

  S3Action(String operation, String permission) {
    this.operation = operation;
    this.permission = permission;
  }

  String operation() {
    return operation;
  }

  String permission() {
    return permission;
  }

  /** Whether it tells what a bucket holds, which may be somebody else's. */
  boolean reads() {
    return this == LIST || this == STAT || this == READ;
  }

  /** Whether sending it twice can do what sending it once does not. */
  boolean commits() {
    return switch (this) {
      case PUT, COPY, START_UPLOAD, COMPLETE_UPLOAD -> true;
      case STAT, READ, READ_TAGS, LIST, DELETE, PUT_PART, LIST_PARTS, ABORT_UPLOAD, LIST_UPLOADS ->
          false;
    };
  }
}
