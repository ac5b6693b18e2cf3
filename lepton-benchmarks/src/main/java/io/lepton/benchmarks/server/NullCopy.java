package io.lepton.benchmarks.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ceiling of the machine: passes known objects from one null S3 (or a folder) to another with
 * one read and one write each, and does nothing that a tool would have to: no listing, no
 * signature, no digest, no retry, no record of what was done. {@code NullCopy FROM TO COUNT
 * THREADS}, with {@code http://host:port/bucket} or a folder. Files pass through memory too, for
 * who looks at the bytes, or encrypts them for TLS, cannot have the kernel pass them on unseen.
 */
public final class NullCopy {
  private static final int BUFFER_BYTES = 256 << 10;

  private NullCopy() {}

  /** Copies. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int count = Integer.parseInt(args[2]);
    int threads = Math.min(count, Integer.parseInt(args[3]));
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<?> worker :
          IntStream.range(0, threads)
              .mapToObj(i -> pool.submit(() -> copy(args[0], args[1], next, count)))
              .toList()) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a copy failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static Void copy(String from, String to, AtomicInteger next, int count)
      throws IOException {
    try (Link target = new Link(to)) {
      if (from.startsWith("http:")) {
        try (Link source = new Link(from)) {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            source.send("GET", key(i), 0);
            long size = source.answer();
            target.send("PUT", key(i), size);
            source.passTo(target.channel, size);
            target.passTo(null, target.answer());
          }
        }
      } else {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
          try (FileChannel file = FileChannel.open(Path.of(from, key(i)))) {
            long size = file.size();
            target.send("PUT", key(i), size);
            while (file.read(buffer.clear()) > 0) {
              Link.write(target.channel, buffer.flip());
            }
            target.passTo(null, target.answer());
          }
        }
      }
    }
    return null;
  }

  private static String key(int number) {
    return String.format("d%04d/o%06d", number / 1000, number);
  }

  /** A connection to a bucket. */
  private static final class Link implements AutoCloseable {
    private final SocketChannel channel;
    private final String path;
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);

    Link(String url) throws IOException {
      URI uri = URI.create(url);
      channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      path = uri.getPath();
    }

    void send(String method, String key, long length) throws IOException {
      String head =
          method + " " + path + "/" + key + " HTTP/1.1\r\nContent-Length: " + length + "\r\n\r\n";
      write(channel, ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Reads the head of an answer and tells the length of its body. */
    long answer() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        if (!input.hasRemaining()) {
          fill();
        }
        head.append((char) input.get());
      }
      if (!head.substring(9, 12).equals("200")) {
        throw new IOException("the server answered " + head);
      }
      int at = head.indexOf("Content-Length: ") + 16;
      return Long.parseLong(head, at, head.indexOf("\r\n", at), 10);
    }

    void passTo(@Nullable SocketChannel target, long bytes) throws IOException {
      for (long left = bytes; left > 0; ) {
        if (!input.hasRemaining()) {
          fill();
        }
        ByteBuffer piece = input.slice(input.position(), (int) Math.min(left, input.remaining()));
        input.position(input.position() + piece.remaining());
        left -= piece.remaining();
        if (target != null) {
          write(target, piece);
        }
      }
    }

    private void fill() throws IOException {
      input.clear();
      try {
        if (channel.read(input) < 0) {
          throw new EOFException("the server went away");
        }
      } finally {
        input.flip();
      }
    }

    private static void write(SocketChannel to, ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
