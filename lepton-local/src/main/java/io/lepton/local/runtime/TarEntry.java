package io.lepton.local.runtime;

/**
 * An entry of a tar archive.
 *
 * @param name as stored
 * @param type type flag: {@code '0'} file, {@code '1'} hard link, {@code '2'} symbolic link, {@code
 *     '5'} folder
 * @param mode permission bits
 * @param link target of a link
 * @param sizeBytes of its content
 * @param offset where its content begins in the archive
 */
record TarEntry(String name, char type, int mode, String link, long sizeBytes, long offset) {}
