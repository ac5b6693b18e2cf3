package io.lepton.it.pairs;

import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectMetadata;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * One object of the world that is moved about; its bytes follow from its seed and are kept nowhere.
 *
 * @param key relative to the place
 * @param sizeBytes 0 and up
 * @param seed of its bytes
 * @param metadata as the source is given it
 */
record OddObject(String key, long sizeBytes, long seed, ObjectMetadata metadata)
    implements ObjectContent {

  @Override
  public ReadableByteChannel open() {
    return new Bytes(sizeBytes, seed);
  }

  private static final class Bytes implements ReadableByteChannel {
    private final long size;
    private final long seed;
    private long position;
    private boolean open = true;

    Bytes(long size, long seed) {
      this.size = size;
      this.seed = seed;
    }

    @Override
    public int read(ByteBuffer target) {
      if (position == size) {
        return -1;
      }
      long start = position;
      while (target.hasRemaining() && position < size) {
        long word = word(position / Long.BYTES);
        int offset = (int) (position % Long.BYTES);
        if (offset == 0 && target.remaining() >= Long.BYTES && size - position >= Long.BYTES) {
          target.putLong(word);
          position += Long.BYTES;
        } else {
          target.put((byte) (word >>> (Byte.SIZE * (Long.BYTES - 1 - offset))));
          position++;
        }
      }
      return (int) (position - start);
    }

    /** The finalizer of SplittableRandom (Steele, Lea, Flood 2014) over seed and index. */
    private long word(long index) {
      long mixed = (seed + index) * 0x9e3779b97f4a7c15L;
      mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
      mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
      return mixed ^ mixed >>> 31;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
