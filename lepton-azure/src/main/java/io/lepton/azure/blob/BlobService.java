package io.lepton.azure.blob;

import io.lepton.azure.blob.StorageAccount.Access;
import io.lepton.http.BlockingHttpClient;
import io.lepton.http.HttpResponse;
import io.lepton.http.Origin;
import java.io.IOException;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The way to one account: each request is dated, proven and sent once. The SDK's pipeline is left
 * out: it costs more than the request itself, and its caller alone knows what may be sent again,
 * and from which byte. Thread safe.
 */
final class BlobService implements AutoCloseable {
  static final String DATE = "x-ms-date";
  private static final DateTimeFormatter RFC1123 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  private final StorageAccount account;
  private final Origin origin;
  private final String path;
  private final Proof proof;
  private final BlockingHttpClient client;
  private final ServerClock clock = new ServerClock();

  /** With a proof of the caller's own. */
  BlobService(StorageAccount account, Proof proof, BlockingHttpClient client) {
    URI address = URI.create(account.endpoint());
    this.account = account;
    this.origin = Origin.of(address);
    this.path = address.getRawPath();
    this.proof = proof;
    this.client = client;
  }

  static BlobService open(StorageAccount account, BlockingHttpClient client) {
    return new BlobService(account, Proof.of(account), client);
  }

  /** Sends a request; the caller closes the answer. */
  HttpResponse send(BlobRequest request) throws IOException {
    proof.add(request.set(DATE, date()));
    return client.send(request.to(origin));
  }

  @Override
  public void close() {
    client.close();
  }

  StorageAccount account() {
    return account;
  }

  ServerClock clock() {
    return clock;
  }

  String endpoint() {
    return account.endpoint();
  }

  /** The encoded path at which the account's containers lie, without a trailing slash. */
  String path() {
    return path;
  }

  /**
   * A blob that the service itself is to read, for a copy: with the signature that requests are
   * made with, or one made for an hour from the account's key, or with the token of who is signed
   * in.
   */
  CopySource source(String address) {
    String signed = address;
    if (account.access() instanceof Access.Signature signature) {
      signed += "?" + signature.token();
    } else if (account.access() instanceof Access.Key key) {
      signed += "?" + CopySignature.of(address, key, clock.now());
    }
    return new CopySource(signed, proof.token());
  }

  /** A second and its text, which many requests share. */
  private record Second(long number, String text) {}

  private static volatile Second last = new Second(-1, "");

  /** Now, as headers have it. */
  static String date() {
    long now = System.currentTimeMillis() / 1000;
    Second second = last;
    if (second.number() != now) {
      second = new Second(now, RFC1123.format(ZonedDateTime.now(ZoneOffset.UTC)));
      last = second;
    }
    return second.text();
  }
}
