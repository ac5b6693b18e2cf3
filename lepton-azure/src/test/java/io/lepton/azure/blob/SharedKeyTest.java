package io.lepton.azure.blob;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.storage.common.StorageSharedKeyCredential;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SDK's signature is the oracle. */
class SharedKeyTest {
  private final StorageSharedKeyCredential credential =
      new StorageSharedKeyCredential("account", "c2VjcmV0LWtleQ==");
  private final SharedKey ours = new SharedKey(credential);

  @ParameterizedTest
  @CsvSource({
    "PUT, https://account.blob.core.windows.net/c/a%20b%2Fc, 5",
    "PUT, http://127.0.0.1:10000/account/c/k, 0",
    "GET, https://account.blob.core.windows.net, 0",
    "GET, https://account.blob.core.windows.net/c?comp=list&prefix=a%2Bb, 0"
  })
  void aRequestIsSignedAsTheSdkWould(HttpMethod method, String url, String length) {
    HttpRequest request =
        new HttpRequest(method, url)
            .setHeader(HttpHeaderName.fromString("x-ms-version"), "2026-02-06")
            .setHeader(HttpHeaderName.fromString("x-ms-date"), "Thu, 26 Nov 2026 12:00:00 GMT")
            .setHeader(HttpHeaderName.fromString("x-ms-meta-a_b"), " padded ")
            .setHeader(HttpHeaderName.fromString("x-ms-meta-ab"), "2")
            .setHeader(HttpHeaderName.fromString("X-Ms-Meta-Aa"), "3")
            .setHeader(HttpHeaderName.fromString("x-ms-blob-type"), "BlockBlob")
            .setHeader(HttpHeaderName.IF_NONE_MATCH, "*")
            .setHeader(HttpHeaderName.RANGE, "bytes=0-9")
            .setHeader(HttpHeaderName.CONTENT_LENGTH, length);
    String expected =
        credential.generateAuthorizationHeader(
            request.getUrl(), method.toString(), request.getHeaders(), false);
    assertThat(ours.authorization(request)).isEqualTo(expected);
    assertThat(ours.authorization(request)).isEqualTo(expected);
  }
}
