package io.lepton.transfer.account;

import io.lepton.spi.Place;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** A store that counts the requests sent to it, by class. Thread safe. */
public final class MeteredStore implements ObjectStore {
  private final ObjectStore store;
  private final LongAdder lists = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder deletes = new LongAdder();

  /** Counts what goes to {@code store}. */
  public MeteredStore(ObjectStore store) {
    this.store = store;
  }

  /** What was sent so far. */
  public Usage usage() {
    return new Usage(lists.sum(), reads.sum(), writes.sum(), deletes.sum());
  }

  @Override
  public Place place() {
    return store.place();
  }

  @Override
  public Optional<String> keyProblem(String key) {
    return store.keyProblem(key);
  }

  @Override
  public ObjectMetadata toldAs(ObjectMetadata kept) {
    return store.toldAs(kept);
  }

  @Override
  public ObjectMetadata keepable(ObjectMetadata metadata) {
    return store.keepable(metadata);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    reads.increment();
    return store.stat(key);
  }

  @Override
  public ObjectReader read(ReadRequest request) {
    reads.increment();
    return store.read(request);
  }

  @Override
  public ObjectInfo put(PutRequest request) {
    writes.increment();
    return store.put(request);
  }

  @Override
  public ListPage list(ListRequest request) {
    lists.increment();
    return store.list(request);
  }

  @Override
  public List<DeleteFailure> delete(Collection<String> keys) {
    deletes.increment();
    return store.delete(keys);
  }

  /** The providers know their own stores only, so what stands before the source is taken off. */
  @Override
  public ObjectInfo copy(CopyRequest request) {
    writes.increment();
    ObjectStore source =
        request.source() instanceof MeteredStore metered ? metered.store : request.source();
    return store.copy(
        new CopyRequest(source, request.object(), request.key(), request.precondition()));
  }

  @Override
  public MultipartUpload startUpload(String key, ObjectMetadata metadata) {
    writes.increment();
    return store.startUpload(key, metadata);
  }

  @Override
  public UploadedPart putPart(MultipartUpload upload, int number, ObjectContent content) {
    writes.increment();
    return store.putPart(upload, number, content);
  }

  @Override
  public List<UploadedPart> listParts(MultipartUpload upload) {
    lists.increment();
    return store.listParts(upload);
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload, List<UploadedPart> parts, Precondition precondition) {
    writes.increment();
    return store.completeUpload(upload, parts, precondition);
  }

  @Override
  public void abortUpload(MultipartUpload upload) {
    deletes.increment();
    store.abortUpload(upload);
  }

  @Override
  public List<MultipartUpload> listUploads() {
    lists.increment();
    return store.listUploads();
  }

  @Override
  public void sync() {
    store.sync();
  }

  @Override
  public void close() {
    store.close();
  }
}
