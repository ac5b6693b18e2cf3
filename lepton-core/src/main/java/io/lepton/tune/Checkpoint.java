package io.lepton.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.common.io.ByteStreams;
import io.lepton.json.Json;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a training stood after an epoch: progress, the student's state now and at its best epoch,
 * and the optimizer's. One file, replaced whole after every epoch.
 *
 * @param progress the figures
 * @param now the student's state
 * @param best the student's state after its best epoch
 * @param optimizer the optimizer's running means
 */
record Checkpoint(
    Progress progress,
    Map<String, NDArray> now,
    Map<String, NDArray> best,
    Map<String, NDArray> optimizer) {

  /**
   * Figures of a training under way.
   *
   * @param fingerprint of everything that the result depends on; another one's checkpoint is
   *     nothing to go on from
   * @param step steps done
   * @param epochs figures of each epoch, epoch 0 included
   * @param bestEpoch the epoch with the lowest validation loss
   * @param seconds of training so far
   */
  record Progress(
      String fingerprint, long step, List<EpochFigures> epochs, int bestEpoch, double seconds) {
    Progress {
      epochs = List.copyOf(epochs);
    }

    int lastEpoch() {
      return epochs.get(epochs.size() - 1).epoch();
    }
  }

  void write(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      try (FileChannel channel =
              FileChannel.open(
                  temporary,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          DataOutputStream out =
              new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)))) {
        byte[] head = Json.line(progress).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        out.writeInt(head.length);
        out.write(head);
        for (Map<String, NDArray> part : List.of(now, best, optimizer)) {
          out.writeInt(part.size());
          for (Map.Entry<String, NDArray> entry : part.entrySet()) {
            out.writeUTF(entry.getKey());
            byte[] array = new NDList(entry.getValue()).encode();
            out.writeInt(array.length);
            out.write(array);
          }
        }
        out.flush();
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Reads the checkpoint of the same training, if there is one; others are passed over. */
  static Optional<Checkpoint> read(Path file, String fingerprint, NDManager manager) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      byte[] head = in.readNBytes(in.readInt());
      Progress progress =
          Json.read(new String(head, java.nio.charset.StandardCharsets.UTF_8), Progress.class);
      if (!progress.fingerprint().equals(fingerprint)) {
        return Optional.empty();
      }
      return Optional.of(
          new Checkpoint(progress, arrays(in, manager), arrays(in, manager), arrays(in, manager)));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read; remove it to start over", e);
    }
  }

  private static Map<String, NDArray> arrays(DataInputStream in, NDManager manager)
      throws IOException {
    Map<String, NDArray> arrays = new HashMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      byte[] bytes = new byte[in.readInt()];
      ByteStreams.readFully(in, bytes);
      arrays.put(name, NDList.decode(manager, bytes).singletonOrThrow());
    }
    return arrays;
  }
}
