package io.lepton.testkit.fault;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** A store that asks the plan before each call. */
final class FaultyObjectStore implements ObjectStore {
  private static final String INJECTED = "fault injected by the test's plan";

  private final FaultyProvider provider;
  private final ObjectStore real;

  FaultyObjectStore(FaultyProvider provider, ObjectStore real) {
    this.provider = provider;
    this.real = real;
  }

  @Override
  public Place place() {
    return real.place();
  }

  @Override
  public Optional<String> keyProblem(String key) {
    return real.keyProblem(key);
  }

  @Override
  public ObjectMetadata toldAs(ObjectMetadata kept) {
    return real.toldAs(kept);
  }

  @Override
  public ObjectMetadata keepable(ObjectMetadata metadata) {
    return real.keepable(metadata);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    return call(StoreOperation.STAT, key, () -> real.stat(key));
  }

  @Override
  public ObjectReader read(ReadRequest request) {
    Optional<Fault> fault = decide(StoreOperation.READ, request.key());
    Optional<ByteFault> bytes =
        fault.flatMap(f -> byteFault(f, StoreOperation.READ, request.key()));
    return run(
        fault,
        StoreOperation.READ,
        request.key(),
        () -> {
          ObjectReader reader = real.read(request);
          return bytes.<ObjectReader>map(b -> new FaultyReader(reader, b)).orElse(reader);
        });
  }

  @Override
  public ObjectInfo put(PutRequest request) {
    String key = request.key();
    Optional<Fault> fault = decide(StoreOperation.PUT, key);
    PutRequest sent =
        new PutRequest(
            key,
            broken(fault, StoreOperation.PUT, key, request.content()),
            request.metadata(),
            request.precondition(),
            request.checksum());
    return run(fault, StoreOperation.PUT, key, () -> real.put(sent));
  }

  @Override
  public ListPage list(ListRequest request) {
    return call(StoreOperation.LIST, request.prefix(), () -> real.list(request));
  }

  @Override
  public List<DeleteFailure> delete(Collection<String> keys) {
    List<DeleteFailure> failures = new ArrayList<>();
    List<String> passed = new ArrayList<>();
    List<DeleteFailure> afterwards = new ArrayList<>();
    for (String key : keys) {
      Optional<Fault> fault = decide(StoreOperation.DELETE, key);
      try {
        run(
            fault.filter(f -> !(f instanceof Fault.FailAfter)),
            StoreOperation.DELETE,
            key,
            () -> key);
        passed.add(key);
        if (fault.isPresent() && fault.get() instanceof Fault.FailAfter after) {
          afterwards.add(
              new DeleteFailure(key, error(after.kind(), StoreOperation.DELETE, key, false)));
        }
      } catch (CloudException e) {
        failures.add(new DeleteFailure(key, e));
      }
    }
    failures.addAll(real.delete(passed));
    failures.addAll(afterwards);
    return failures;
  }

  @Override
  public ObjectInfo copy(CopyRequest request) {
    ObjectStore source =
        request.source() instanceof FaultyObjectStore faulty ? faulty.real : request.source();
    CopyRequest sent =
        new CopyRequest(source, request.object(), request.key(), request.precondition());
    return call(StoreOperation.COPY, request.key(), () -> real.copy(sent));
  }

  @Override
  public MultipartUpload startUpload(String key, ObjectMetadata metadata) {
    return call(StoreOperation.START_UPLOAD, key, () -> real.startUpload(key, metadata));
  }

  @Override
  public UploadedPart putPart(MultipartUpload upload, int number, ObjectContent content) {
    Optional<Fault> fault = decide(StoreOperation.PUT_PART, upload.key());
    expire(fault, upload);
    ObjectContent sent = broken(fault, StoreOperation.PUT_PART, upload.key(), content);
    return run(
        fault, StoreOperation.PUT_PART, upload.key(), () -> real.putPart(upload, number, sent));
  }

  @Override
  public List<UploadedPart> listParts(MultipartUpload upload) {
    Optional<Fault> fault = decide(StoreOperation.LIST_PARTS, upload.key());
    expire(fault, upload);
    return run(fault, StoreOperation.LIST_PARTS, upload.key(), () -> real.listParts(upload));
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload, List<UploadedPart> parts, Precondition precondition) {
    Optional<Fault> fault = decide(StoreOperation.COMPLETE_UPLOAD, upload.key());
    expire(fault, upload);
    return run(
        fault,
        StoreOperation.COMPLETE_UPLOAD,
        upload.key(),
        () -> real.completeUpload(upload, parts, precondition));
  }

  @Override
  public void abortUpload(MultipartUpload upload) {
    call(
        StoreOperation.ABORT_UPLOAD,
        upload.key(),
        () -> {
          real.abortUpload(upload);
          return upload;
        });
  }

  @Override
  public List<MultipartUpload> listUploads() {
    return call(StoreOperation.LIST_UPLOADS, "", real::listUploads);
  }

  @Override
  public void sync() {
    call(
        StoreOperation.SYNC,
        "",
        () -> {
          real.sync();
          return real;
        });
  }

  @Override
  public void close() {
    real.close();
  }

  private Optional<Fault> decide(StoreOperation operation, String key) {
    return provider.decide(operation, real.place(), key);
  }

  private <T> T call(StoreOperation operation, String key, Supplier<T> action) {
    return run(decide(operation, key), operation, key, action);
  }

  private <T> T run(
      Optional<Fault> fault, StoreOperation operation, String key, Supplier<T> action) {
    if (fault.isEmpty()) {
      return action.get();
    }
    if (fault.get() instanceof Fault.FailBefore before) {
      throw error(before.kind(), operation, key, before.retryable());
    } else if (fault.get() instanceof Fault.Throttled throttled) {
      throw described(ErrorKind.RESOURCE_EXHAUSTED, operation, key)
          .retryAfter(throttled.retryAfter())
          .message(INJECTED);
    } else if (fault.get() instanceof Fault.FailAfter after) {
      T answer = action.get();
      if (answer instanceof ObjectReader reader) {
        reader.close();
      }
      throw error(after.kind(), operation, key, false);
    } else if (fault.get() instanceof Fault.Pause pause) {
      try {
        pause.action().run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw error(ErrorKind.CANCELLED, operation, key, false);
      }
    }
    return action.get();
  }

  private void expire(Optional<Fault> fault, MultipartUpload upload) {
    if (fault.isPresent() && fault.get() instanceof Fault.ExpireUpload) {
      real.abortUpload(upload);
    }
  }

  private ObjectContent broken(
      Optional<Fault> fault, StoreOperation operation, String key, ObjectContent content) {
    return fault
        .flatMap(f -> byteFault(f, operation, key))
        .<ObjectContent>map(bytes -> new FaultyContent(content, bytes))
        .orElse(content);
  }

  private Optional<ByteFault> byteFault(Fault fault, StoreOperation operation, String key) {
    if (fault instanceof Fault.FailMidway midway) {
      return Optional.of(
          new ByteFault.Break(
              midway.afterBytes(), () -> error(midway.kind(), operation, key, midway.retryable())));
    } else if (fault instanceof Fault.EndEarly end) {
      return Optional.of(new ByteFault.End(end.afterBytes()));
    } else if (fault instanceof Fault.FlipBit flip) {
      return Optional.of(new ByteFault.Flip(flip.bit()));
    }
    return Optional.empty();
  }

  private CloudException error(
      ErrorKind kind, StoreOperation operation, String key, boolean retryable) {
    CloudException.Builder error = described(kind, operation, key);
    return (retryable ? error.retryable() : error).message(INJECTED);
  }

  private CloudException.Builder described(ErrorKind kind, StoreOperation operation, String key) {
    return CloudException.of(kind)
        .provider(provider.id())
        .operation(operation.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .location(real.place() + key);
  }
}
