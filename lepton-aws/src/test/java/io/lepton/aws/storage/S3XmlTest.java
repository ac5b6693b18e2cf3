package io.lepton.aws.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

class S3XmlTest {

  private static Map<String, String> fields(String document) throws XMLStreamException {
    return S3Xml.fields(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatAnErrorSaysIsReadWhateverElseItHolds() throws XMLStreamException {
    assertThat(
            fields(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <Error>
                  <Code>SlowDown</Code><Message>a &lt; b</Message>
                  <Details>more <b>of <i>it</i></b></Details>
                  <Region/>
                </Error>
                """))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(S3Xml.ROOT, "Error", "Code", "SlowDown", "Message", "a < b", "Region", ""));
  }

  @Test
  void blanksThatKeepTheConnectionAliveMayComeFirst() throws XMLStreamException {
    assertThat(
            fields(
                " \n \n<s3:CompleteMultipartUploadResult xmlns:s3='x'><s3:ETag>\"e-2\"</s3:ETag>"
                    + "</s3:CompleteMultipartUploadResult>"))
        .containsEntry(S3Xml.ROOT, "CompleteMultipartUploadResult")
        .containsEntry("ETag", "\"e-2\"");
  }

  @Test
  void anAnswerThatBreaksOffOrIsNoXmlIsRefused() {
    assertThatThrownBy(() -> fields("<Error><Code>SlowDown</Code>"))
        .isInstanceOf(XMLStreamException.class);
    assertThatThrownBy(() -> fields("")).isInstanceOf(XMLStreamException.class);
    assertThatThrownBy(() -> fields("<!DOCTYPE html><html></html>"))
        .isInstanceOf(XMLStreamException.class);
  }
}
