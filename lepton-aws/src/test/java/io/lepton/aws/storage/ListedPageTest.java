package io.lepton.aws.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

class ListedPageTest {

  @Test
  void timesAreReadWhateverTheirPrecision() {
    for (String time :
        new String[] {
          "2026-11-26T15:06:38.123Z",
          "2024-02-29T23:59:59.999Z",
          "1970-01-01T00:00:00.000Z",
          "2026-11-26T15:06:38Z",
          "2026-11-26T15:06:38.123456789Z"
        }) {
      assertThat(ListedPage.time(time)).isEqualTo(Instant.parse(time));
    }
  }

  @Test
  void aTimeThatIsNoneIsUnknown() {
    for (String time :
        new String[] {"", "yesterday", "2026-13-26T15:06:38.123Z", "2026-11-26T25:06:38.123Z"}) {
      assertThat(ListedPage.time(time)).isEqualTo(Instant.EPOCH);
    }
  }

  private static ListedPage read(String page) throws XMLStreamException {
    return ListedPage.read(new ByteArrayInputStream(page.getBytes(UTF_8)));
  }

  @Test
  void aPageTellsItsObjectsAndWhereToGoOn() throws Exception {
    ListedPage page =
        read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name>
            <EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
            <NextContinuationToken>1/a=&amp;</NextContinuationToken>
            <Contents><Key>a%2Bb%20%C3%A9</Key><LastModified>2026-11-26T15:06:38.000Z</LastModified>
            <ETag>&quot;9a0364b9e99bb480dd25e1f0284c8555&quot;</ETag><Size>7</Size>
            <Owner><ID>me</ID></Owner><StorageClass>STANDARD</StorageClass></Contents>
            </ListBucketResult>
            """);
    assertThat(page.truncated()).isTrue();
    assertThat(page.token()).isEqualTo("1/a=&");
    assertThat(page.entries())
        .containsExactly(
            new ListedPage.Entry(
                "a+b \u00e9",
                7,
                "\"9a0364b9e99bb480dd25e1f0284c8555\"",
                Instant.parse("2026-11-26T15:06:38Z")));
  }

  @Test
  void aPageThatBreaksOffAfterAnObjectIsNoShortPage() {
    assertThatThrownBy(
            () -> read("<ListBucketResult><Contents><Key>a</Key><Size>7</Size></Contents>"))
        .isInstanceOf(XMLStreamException.class);
  }
}
