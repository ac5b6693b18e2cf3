package io.lepton.local.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.StorageBackend;

/**
 * Opens directories as object stores: {@code file:///dir}.
 *
 * <p><b>Data model.</b> A regular file below the folder is the object whose key is its relative
 * path, whoever wrote it; an object with a plain key becomes a regular file. So an existing tree
 * can be read as it is, and a tree that was copied here is a plain tree. A folder {@code .lepton}
 * below the root is reserved and never listed: there lie files that are being written, unfinished
 * uploads, and objects that no plain file can be (keys with empty, {@code .}, {@code ..} or {@code
 * .lepton} segments, a segment above 255 bytes, a trailing slash, {@code a} beside {@code a/b}).
 * Such objects belong to the root they were written through; a store opened on a folder above
 * reports them as skipped. The reserved folder goes away when it is empty and the store is closed.
 *
 * <p>Symbolic links are not followed below the root and are reported as skipped, as are special
 * files and names that are not UTF-8; no key leads out of the root. Content headers, user metadata
 * and tags are kept in an extended attribute of the file, or in the reserved folder where the file
 * system takes none.
 *
 * <p><b>Promises.</b> A write goes to a temporary file on the same file system and is renamed.
 * {@link io.lepton.spi.storage.Precondition.Absent} is judged by the file system (a hard link is
 * made), also against other processes; {@link io.lepton.spi.storage.Precondition.Unchanged} is
 * judged under a lock that all conditional writers of all processes take, and against unconditional
 * writers of this process; an unconditional write of another process in the same instant can win or
 * be replaced. A version is made of inode, size, modification and change time, and a reader
 * compares it before and after; a file that others change in place, twice within the clock tick of
 * an old kernel, can escape that. Opening a store and reading from it write nothing.
 *
 * <p>Thread safe.
 */
public final class DirectoryStorage implements StorageBackend {
  private final String provider;

  /** Opens stores in the name of the provider with this id. */
  public DirectoryStorage(String provider) {
    this.provider = provider;
  }

  /**
   * {@inheritDoc}
   *
   * @throws CloudException INVALID_ARGUMENT when the scheme is not {@code file}
   */
  @Override
  public ObjectStore open(Place place) {
    if (!place.scheme().equals("file")) {
      throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
          .provider(provider)
          .operation("open")
          .location(place.toString())
          .message("only file:///dir can be opened as a directory");
    }
    return new DirectoryObjectStore(place, new FileErrors(provider, place));
  }
}
