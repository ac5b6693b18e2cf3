/**
 * Object stores over directories: files of an existing tree are objects as they lie there, and what
 * no plain file can be is kept in a reserved folder below the root. Start at {@link
 * io.lepton.local.storage.DirectoryStorage}.
 */
@NullMarked
package io.lepton.local.storage;

import org.jspecify.annotations.NullMarked;
