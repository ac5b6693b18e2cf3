package io.lepton.prepare;

import java.nio.file.Path;

/**
 * What is to be prepared.
 *
 * @param data a CSV file, IDX files or a folder of images; see {@link DatasetSource#of}
 * @param label name of a table's column of labels
 * @param split how to divide it
 * @param cleaning how to clean it
 */
public record PrepareInput(Path data, String label, SplitSpec split, Cleaning cleaning) {}
