package io.lepton.azure.blob;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SDK's signature is the oracle. */
class SharedKeyTest {
  private static final String KEY = "c2VjcmV0LWtleQ==";
  private final StorageSharedKeyCredential credential =
      new StorageSharedKeyCredential("account", KEY);
  private final SharedKey ours = new SharedKey("account", KEY);

  @ParameterizedTest
  @CsvSource({
    "PUT, https://account.blob.core.windows.net/c/a%20b%2Fc, 5",
    "PUT, http://127.0.0.1:10000/account/c/k, 0",
    "GET, https://account.blob.core.windows.net, 0",
    "GET, https://account.blob.core.windows.net/c?comp=list&prefix=a%2Bb, 0",
    "PUT, https://account.blob.core.windows.net/c/k?comp=block&blockid=a%2Bb%3D%3D, 9",
    "GET, https://account.blob.core.windows.net/c?restype=container&comp=list&prefix="
        + "&include=metadata&startFrom=%C3%A4%2C+x, 0",
    "POST, https://account.blob.core.windows.net/c?restype=container&comp=batch, 700"
  })
  void aRequestIsSignedAsTheSdkWould(String method, URI url, int length) throws Exception {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    BlobRequest request =
        new BlobRequest(method, url.getRawPath(), query)
            .set("x-ms-version", "2026-02-06")
            .set("x-ms-date", "Thu, 26 Nov 2026 12:00:00 GMT")
            .set("x-ms-meta-a_b", " padded ")
            .set("x-ms-meta-ab", "2")
            .set("X-Ms-Meta-Aa", "3")
            .set("x-ms-blob-type", "BlockBlob")
            .set("if-none-match", "*")
            .set("range", "bytes=0-9")
            .body(new byte[length]);
    HttpHeaders headers = new HttpHeaders().set(HttpHeaderName.CONTENT_LENGTH, "" + length);
    request.headers().forEach((name, value) -> headers.set(HttpHeaderName.fromString(name), value));
    String expected = credential.generateAuthorizationHeader(url.toURL(), method, headers, false);
    assertThat(ours.authorization(request)).isEqualTo(expected);
    assertThat(ours.authorization(request)).isEqualTo(expected);
  }
}
