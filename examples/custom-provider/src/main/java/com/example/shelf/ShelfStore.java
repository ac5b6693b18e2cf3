package com.example.shelf;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.DeleteFailure;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
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
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The objects of one shelf below one prefix. Every write is one SQL statement, hence atomic. */
final class ShelfStore implements ObjectStore {
  private static final String COLUMNS = "key, length(content), version, modified_millis, crc32c";
  private static final int MAX_PAGE = 1000;

  private final Place place;
  private final ShelfDatabase database;

  ShelfStore(Place place, Path file) {
    this.place = place;
    this.database = new ShelfDatabase(file);
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    return run(
        "stat",
        key,
        "SELECT " + COLUMNS + " FROM objects WHERE key = ?",
        statement -> {
          statement.setBytes(1, full(key));
          ResultSet row = statement.executeQuery();
          return row.next() ? Optional.of(describe(row)) : Optional.empty();
        });
  }

  @Override
  public ObjectReader read(ReadRequest request) {
    String key = request.key();
    return run(
        "read",
        key,
        "SELECT " + COLUMNS + ", content FROM objects WHERE key = ?",
        statement -> {
          statement.setBytes(1, full(key));
          ResultSet row = statement.executeQuery();
          if (!row.next()) {
            throw error(ErrorKind.NOT_FOUND, "read", key).message("there is no such object");
          }
          return reader(request, describe(row), ByteBuffer.wrap(row.getBytes(6)));
        });
  }

  private ObjectReader reader(ReadRequest request, ObjectInfo info, ByteBuffer content) {
    if (request.version().isPresent() && !request.version().get().equals(info.version())) {
      throw error(ErrorKind.PRECONDITION_FAILED, "read", info.key())
          .message("version " + info.version() + " is current; read that");
    }
    long offset = request.range().offset();
    if (!request.range().isAll() && offset >= info.sizeBytes()) {
      throw error(ErrorKind.INVALID_ARGUMENT, "read", info.key())
          .message("offset " + offset + " is beyond its " + info.sizeBytes() + " bytes");
    }
    long length = Math.min(request.range().lengthBytes(), info.sizeBytes() - offset);
    return new ShelfReader(
        info,
        content.slice((int) offset, (int) length),
        error(ErrorKind.CANCELLED, "read", info.key()));
  }

  @Override
  public ObjectInfo put(PutRequest request) {
    String key = request.key();
    begin("put", key);
    if (!request.metadata().isEmpty()) {
      throw unsupported("put", key, "keep metadata");
    }
    ByteBuffer content = take(key, request.content());
    request.checksum().ifPresent(expected -> check(key, content, expected));
    Checksum crc = ContentDigest.of(ChecksumAlgorithm.CRC32C, content);
    ObjectInfo info =
        new ObjectInfo(
            key,
            content.remaining(),
            UUID.randomUUID().toString(),
            Instant.ofEpochMilli(System.currentTimeMillis()),
            Checksums.of(crc),
            Optional.of(ObjectMetadata.none()));
    int rows =
        run(
            "put",
            key,
            sql(request.precondition()),
            statement -> {
              statement.setBytes(1, content.array());
              statement.setString(2, info.version());
              statement.setLong(3, info.lastModified().toEpochMilli());
              statement.setString(4, crc.hex());
              statement.setBytes(5, full(key));
              if (request.precondition() instanceof Precondition.Unchanged unchanged) {
                statement.setString(6, unchanged.version());
              }
              return statement.executeUpdate();
            });
    if (rows == 0) {
      throw request.precondition() instanceof Precondition.Absent
          ? error(ErrorKind.ALREADY_EXISTS, "put", key).message("nothing was written")
          : error(ErrorKind.PRECONDITION_FAILED, "put", key).message("read the object again");
    }
    return info;
  }

  private static String sql(Precondition precondition) {
    String values = " INTO objects (content, version, modified_millis, crc32c, key)"
        + " VALUES (?, ?, ?, ?, ?)";
    if (precondition instanceof Precondition.Absent) {
      return "INSERT OR IGNORE" + values;
    } else if (precondition instanceof Precondition.Unchanged) {
      return "UPDATE objects SET content = ?, version = ?, modified_millis = ?, crc32c = ?"
          + " WHERE key = ? AND version = ?";
    }
    return "INSERT OR REPLACE" + values;
  }

  private ByteBuffer take(String key, ObjectContent content) {
    long size = content.sizeBytes();
    if (size > new ShelfProvider().limits().maxObjectSizeBytes()) {
      throw error(ErrorKind.INVALID_ARGUMENT, "put", key)
          .message(size + " bytes are more than a shelf holds in one object");
    }
    // One byte more than announced shows whether there is more.
    ByteBuffer bytes = ByteBuffer.allocate((int) size + 1);
    try (ReadableByteChannel channel = content.open()) {
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        checkInterrupt("put", key);
      }
    } catch (IOException e) {
      throw error(ErrorKind.UNKNOWN, "put", key).cause(e).message("the content failed: " + e);
    }
    if (bytes.position() != size) {
      throw error(ErrorKind.DATA_CORRUPTED, "put", key)
          .message("the content does not have the announced " + size + " bytes");
    }
    byte[] exact = new byte[(int) size];
    bytes.flip().get(exact);
    return ByteBuffer.wrap(exact);
  }

  private void check(String key, ByteBuffer content, Checksum expected) {
    Checksum actual = ContentDigest.of(expected.algorithm(), content);
    if (!actual.equals(expected)) {
      throw error(ErrorKind.DATA_CORRUPTED, "put", key)
          .message("the content arrived as " + actual + ", not " + expected + "; send it again");
    }
  }

  @Override
  public ListPage list(ListRequest request) {
    int most = Math.min(request.maxObjects(), MAX_PAGE);
    byte[] prefix = full(request.prefix());
    byte[] end = Arrays.copyOf(prefix, prefix.length + 1);
    end[prefix.length] = (byte) 0xff; // above every byte of UTF-8
    checkInterrupt("list", request.prefix());
    List<ObjectInfo> found =
        run(
            "list",
            "listing",
            "SELECT " + COLUMNS + " FROM objects"
                + " WHERE key > ? AND key >= ? AND key < ? ORDER BY key LIMIT ?",
            statement -> {
              statement.setBytes(1, full(request.startAfter().orElse("")));
              statement.setBytes(2, prefix);
              statement.setBytes(3, end);
              statement.setInt(4, most + 1);
              List<ObjectInfo> objects = new ArrayList<>();
              for (ResultSet row = statement.executeQuery(); row.next(); ) {
                objects.add(describe(row));
              }
              return objects;
            });
    return found.size() <= most
        ? new ListPage(found, List.of(), Optional.empty())
        : new ListPage(found.subList(0, most), List.of(), Optional.of(found.get(most - 1).key()));
  }

  @Override
  public List<DeleteFailure> delete(Collection<String> keys) {
    List<DeleteFailure> failures = new ArrayList<>();
    for (String key : keys) {
      try {
        run(
            "delete",
            key,
            "DELETE FROM objects WHERE key = ?",
            statement -> {
              statement.setBytes(1, full(key));
              return statement.executeUpdate();
            });
      } catch (CloudException e) {
        failures.add(new DeleteFailure(key, e));
      }
    }
    return failures;
  }

  @Override
  public ObjectInfo copy(CopyRequest request) {
    throw unsupported("copy", request.key(), "copy inside; read and put");
  }

  @Override
  public MultipartUpload startUpload(String key, ObjectMetadata metadata) {
    throw unsupported("start upload", key, "write in parts; put the whole object");
  }

  @Override
  public UploadedPart putPart(MultipartUpload upload, int number, ObjectContent content) {
    throw unsupported("put part", upload.key(), "write in parts; put the whole object");
  }

  @Override
  public List<UploadedPart> listParts(MultipartUpload upload) {
    throw unsupported("list parts", upload.key(), "write in parts; put the whole object");
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload, List<UploadedPart> parts, Precondition precondition) {
    throw unsupported("complete upload", upload.key(), "write in parts; put the whole object");
  }

  @Override
  public void abortUpload(MultipartUpload upload) {
    checkInterrupt("abort upload", upload.key());
  }

  @Override
  public List<MultipartUpload> listUploads() {
    checkInterrupt("list uploads", "");
    return List.of();
  }

  @Override
  public void sync() {
    checkInterrupt("sync", "");
    try {
      database.flush();
    } catch (SQLException e) {
      throw error(ErrorKind.UNKNOWN, "sync", "").cause(e).message(e.getMessage());
    }
  }

  @Override
  public void close() {}

  private interface Query<T> {
    T run(PreparedStatement statement) throws SQLException;
  }

  private <T> T run(String operation, String key, String sql, Query<T> query) {
    begin(operation, key);
    try {
      return database.with(
          connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
              return query.run(statement);
            }
          });
    } catch (SQLException e) {
      throw error(ErrorKind.UNKNOWN, operation, key).cause(e).message(e.getMessage());
    }
  }

  private ObjectInfo describe(ResultSet row) throws SQLException {
    return new ObjectInfo(
        new String(row.getBytes(1), UTF_8).substring(place.prefix().length()),
        row.getLong(2),
        row.getString(3),
        Instant.ofEpochMilli(row.getLong(4)),
        Checksums.of(new Checksum(ChecksumAlgorithm.CRC32C, row.getString(5))),
        Optional.of(ObjectMetadata.none()));
  }

  private byte[] full(String key) {
    return (place.prefix() + key).getBytes(UTF_8);
  }

  private void begin(String operation, String key) {
    checkInterrupt(operation, key);
    Optional<String> problem = ObjectKeys.problem(key);
    if (problem.isPresent()) {
      throw error(ErrorKind.INVALID_ARGUMENT, operation, key).message(problem.get());
    }
  }

  private void checkInterrupt(String operation, String key) {
    if (Thread.currentThread().isInterrupted()) {
      throw error(ErrorKind.CANCELLED, operation, key).message("the thread was interrupted");
    }
  }

  private CloudException unsupported(String operation, String key, String what) {
    return error(ErrorKind.UNSUPPORTED, operation, key).message("a shelf cannot " + what);
  }

  private CloudException.Builder error(ErrorKind kind, String operation, String key) {
    return CloudException.of(kind)
        .provider(ShelfProvider.ID)
        .operation(operation)
        .location(place + key);
  }
}
