package io.lepton.serving.gateway;

import io.lepton.serving.gateway.Forwarder.Outcome;
import io.lepton.serving.gateway.Upstream.Call;
import io.lepton.serving.http.Answer;
import io.lepton.serving.http.ContentCoding;
import io.lepton.serving.protocol.InferOutputs;
import io.lepton.serving.protocol.ProtocolException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/**
 * Sends copies of served requests to the other side, after the client has its answer, and compares.
 * At most {@link #CONCURRENT} copies are under way; further ones wait in a bounded queue, and what
 * does not fit is dropped and counted. Thread safe.
 */
final class Mirror {
  private static final int CONCURRENT = 16;
  private static final long QUEUE_BYTES = 64L << 20;

  private final Forwarder forwarder;
  private final int queueLimit;
  private final int maxBodyBytes;
  private final Deque<Copy> queue = new ArrayDeque<>();
  private long queuedBytes;
  private int underWay;

  private record Copy(Generation generation, Side side, Call call, Answer served) {}

  Mirror(Forwarder forwarder, int queueLimit, int maxBodyBytes) {
    this.forwarder = forwarder;
    this.queueLimit = queueLimit;
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * Takes a copy or drops it; returns at once.
   *
   * @param side that did not serve the request and gets the copy
   * @param served the answer that the client got
   */
  void offer(Generation generation, Side side, Call call, Answer served) {
    Copy copy = new Copy(generation, side, call, served);
    synchronized (this) {
      if (underWay >= CONCURRENT) {
        int bytes = bytes(copy);
        if (queue.size() >= queueLimit || queuedBytes + bytes > QUEUE_BYTES) {
          generation.counts().mirrorDropped();
          return;
        }
        queue.add(copy);
        queuedBytes += bytes;
        return;
      }
      underWay++;
    }
    send(copy);
  }

  private void send(Copy copy) {
    TrafficCounts counts = copy.generation().counts();
    counts.mirrorSent();
    long start = System.nanoTime();
    CompletionStage<Outcome> forwarded =
        forwarder.forward(
            copy.generation().fleet(), copy.side(), copy.call(), Mirror::retriesAreNotCounted);
    forwarded
        .thenAccept(
            outcome -> {
              if (outcome.served()) {
                counts.mirrorAnswered(System.nanoTime() - start);
                compare(copy.served(), outcome).ifPresent(counts::compared);
              } else {
                counts.mirrorFailed();
              }
            })
        .whenComplete((done, failure) -> next());
  }

  private static void retriesAreNotCounted() {}

  private void next() {
    Copy copy;
    synchronized (this) {
      copy = queue.poll();
      if (copy == null) {
        underWay--;
        return;
      }
      queuedBytes -= bytes(copy);
    }
    send(copy);
  }

  private Optional<InferOutputs.Comparison> compare(Answer served, Outcome mirrored) {
    Answer answer = mirrored.answer();
    if (served.status() != 200 || answer == null || answer.status() != 200) {
      return Optional.empty();
    }
    return outputs(served)
        .flatMap(outputs -> outputs(answer).flatMap(other -> outputs.compare(other)));
  }

  private Optional<InferOutputs> outputs(Answer answer) {
    try {
      OptionalInt headerLength =
          answer
              .header("Inference-Header-Content-Length")
              .map(length -> OptionalInt.of(Integer.parseInt(length.trim())))
              .orElse(OptionalInt.empty());
      return InferOutputs.read(ContentCoding.plainBody(answer, maxBodyBytes), headerLength);
    } catch (NumberFormatException | ProtocolException e) {
      return Optional.empty();
    }
  }

  private static int bytes(Copy copy) {
    return copy.call().body().length + copy.served().body().length;
  }
}
