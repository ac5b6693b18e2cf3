package io.lepton.azure.blob;

import com.azure.core.credential.AzureSasCredential;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.AzureSasCredentialPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import io.lepton.azure.blob.StorageAccount.Access;
import io.lepton.azure.http.Identity;
import io.lepton.azure.http.PipelineClient;
import io.lepton.http.Timeouts;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import reactor.core.publisher.Mono;

/**
 * The SDK's pipeline to one account: it dates and signs each request and sends it once. The SDK's
 * own retries are left out: its caller alone knows what may be sent again, and from which byte.
 *
 * @param account where requests go
 * @param pipeline sends them
 * @param client the pipeline's end
 * @param clock the service's
 */
record BlobService(
    StorageAccount account, HttpPipeline pipeline, PipelineClient client, ServerClock clock)
    implements AutoCloseable {

  static BlobService open(StorageAccount account, Timeouts timeouts) {
    PipelineClient client = new PipelineClient(timeouts);
    List<HttpPipelinePolicy> policies = new ArrayList<>();
    policies.add(new Dated());
    if (account.access() instanceof Access.Key key) {
      policies.add(new SharedKey(key.credential()));
    } else if (account.access() instanceof Access.Signature signature) {
      policies.add(new AzureSasCredentialPolicy(new AzureSasCredential(signature.token()), false));
    } else {
      policies.add(
          Identity.policy(
              "https://storage.azure.com/.default",
              account.endpoint(),
              "set " + StorageAccount.KEY + " or " + StorageAccount.SAS + ", or "));
    }
    return new BlobService(
        account,
        new HttpPipelineBuilder()
            .policies(policies.toArray(HttpPipelinePolicy[]::new))
            .httpClient(client)
            .build(),
        client,
        new ServerClock());
  }

  @Override
  public void close() {
    client.close();
  }

  String endpoint() {
    return account.endpoint();
  }

  /**
   * An address that the service itself may read from, for a copy: with the signature that requests
   * are made with, or one made for an hour from the account's key. Never logged.
   */
  String signed(String address) {
    if (account.access() instanceof Access.Signature signature) {
      return address + "?" + signature.token();
    }
    if (account.access() instanceof Access.Key key) {
      BlobClient blob =
          new BlobClientBuilder()
              .endpoint(address)
              .httpClient(client)
              .credential(key.credential())
              .buildClient();
      return address
          + "?"
          + blob.generateSas(
              new BlobServiceSasSignatureValues(
                  OffsetDateTime.ofInstant(clock.now().plus(Duration.ofHours(1)), ZoneOffset.UTC),
                  new BlobSasPermission().setReadPermission(true)));
    }
    return address;
  }

  /** Now, as headers have it. */
  static String date() {
    long now = System.currentTimeMillis() / 1000;
    Dated.Second second = Dated.last;
    if (second.number() != now) {
      second = new Dated.Second(now, Dated.RFC1123.format(ZonedDateTime.now(ZoneOffset.UTC)));
      Dated.last = second;
    }
    return second.text();
  }

  /** Adds the time that a signature covers. */
  private static final class Dated implements HttpPipelinePolicy {
    private static final DateTimeFormatter RFC1123 =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    /** A second and its text, which many requests share. */
    private record Second(long number, String text) {}

    private static volatile Second last = new Second(-1, "");

    @Override
    public Mono<HttpResponse> process(
        HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
      context.getHttpRequest().setHeader(BlobHttp.DATE, date());
      return next.process();
    }

    @Override
    public HttpResponse processSync(
        HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
      context.getHttpRequest().setHeader(BlobHttp.DATE, date());
      return next.processSync();
    }
  }
}
