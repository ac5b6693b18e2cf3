package io.lepton.testkit.fault;

/** The calls of an object store that can be made to fail. */
public enum StoreOperation {
  /** {@code stat}. */
  STAT,
  /** {@code read}: the opening and every byte of the reader it gives. */
  READ,
  /** {@code put}. */
  PUT,
  /** {@code list}, by its prefix as key; the nth call is the nth page. */
  LIST,
  /** {@code delete}; each key of a batch is a call of its own. */
  DELETE,
  /** {@code copy}, by the receiving key. */
  COPY,
  /** {@code startUpload}. */
  START_UPLOAD,
  /** {@code putPart}, by the upload's key. */
  PUT_PART,
  /** {@code listParts}, by the upload's key. */
  LIST_PARTS,
  /** {@code completeUpload}, by the upload's key. */
  COMPLETE_UPLOAD,
  /** {@code abortUpload}, by the upload's key. */
  ABORT_UPLOAD,
  /** {@code listUploads}, with an empty key. */
  LIST_UPLOADS,
  /** {@code sync}, with an empty key. */
  SYNC
}
