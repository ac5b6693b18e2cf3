package com.example.shelf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * One database file. Each call works on a connection and in a transaction of its own, so any number
 * of threads and processes share the file. Keys are blobs, which SQLite orders by their bytes: the
 * order that Lepton's listings promise.
 */
final class ShelfDatabase {
  private static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS objects (
        key BLOB PRIMARY KEY, content BLOB NOT NULL, version TEXT NOT NULL,
        modified_millis INTEGER NOT NULL, crc32c TEXT NOT NULL)""";

  private final Path file;
  private boolean prepared;

  ShelfDatabase(Path file) {
    this.file = file;
  }

  /** Work on an open connection. */
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  <T> T with(Work<T> work) throws SQLException {
    prepare();
    try (Connection connection = connect()) {
      return work.run(connection);
    }
  }

  /** Returns when everything that was committed before this call survives a crash. */
  void flush() throws SQLException {
    with(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute("PRAGMA wal_checkpoint(FULL)");
          }
        });
  }

  private synchronized void prepare() throws SQLException {
    if (prepared) {
      return;
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute(SCHEMA);
    }
    prepared = true;
  }

  private Connection connect() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("busy_timeout", "60000");
    // Commits are atomic but reach the disk with the next checkpoint: see flush.
    settings.setProperty("synchronous", "NORMAL");
    return DriverManager.getConnection("jdbc:sqlite:" + file, settings);
  }
}
