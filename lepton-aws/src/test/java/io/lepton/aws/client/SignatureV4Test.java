package io.lepton.aws.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.http.HttpRequest;
import io.lepton.http.Origin;
import org.junit.jupiter.api.Test;

/**
 * The examples of "Signature Calculations for the Authorization Header: Transferring Payload in a
 * Single Chunk" in the S3 API reference.
 */
class SignatureV4Test {
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String TIME = "20130524T000000Z";

  private static HttpRequest request(String method, String target) {
    return new HttpRequest(
        method, Origin.of("https", "examplebucket.s3.amazonaws.com", -1), target);
  }

  private static String signed(HttpRequest request, String payload) {
    request.header("x-amz-content-sha256", payload).header("x-amz-date", TIME);
    new SignatureV4("us-east-1", "s3")
        .sign(
            request,
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            TIME,
            payload);
    return String.valueOf(request.headers().value("Authorization"));
  }

  @Test
  void aRangeOfAnObject() {
    HttpRequest get = request("GET", "/test.txt").header("Range", "bytes=0-9");
    assertThat(signed(get, EMPTY))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void anObjectThatIsWritten() {
    HttpRequest put =
        request("PUT", "/test%24file.text")
            .header("Date", "Fri, 24 May 2013 00:00:00 GMT")
            .header("x-amz-storage-class", "REDUCED_REDUNDANCY");
    assertThat(signed(put, "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"))
        .endsWith(
            "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,"
                + "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void aParameterWithoutAValue() {
    assertThat(signed(request("GET", "/?lifecycle"), EMPTY))
        .endsWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }

  @Test
  void parametersInAnyOrder() {
    String signature = "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7";
    assertThat(signed(request("GET", "/?max-keys=2&prefix=J"), EMPTY)).endsWith(signature);
    assertThat(signed(request("GET", "/?prefix=J&max-keys=2"), EMPTY)).endsWith(signature);
  }

  @Test
  void blanksInAValueCountOnce() {
    String one = signed(request("GET", "/").header("x-amz-meta-a", "b c"), EMPTY);
    assertThat(signed(request("GET", "/").header("x-amz-meta-a", " b   c "), EMPTY)).isEqualTo(one);
  }
}
