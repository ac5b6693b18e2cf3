package io.lepton.aws.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedWordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "two  spaces",
        " edges ",
        "tab\tand\nline",
        "M\u00fcnchen",
        "\u6f22\u5b57 and \ud83d\ude00",
        "=?UTF-8?B?eA==?=",
        "a =? b"
      })
  void anyTextComesBack(String text) {
    String sent = EncodedWords.encode(text);
    assertThat(EncodedWords.isPlain(sent)).isTrue();
    assertThat(EncodedWords.decode(sent)).isEqualTo(text);
  }

  @Test
  void longTextsBecomeSeveralWordsThatSplitNoCharacter() {
    String text = "\ud83d\ude00\u00e4x".repeat(100);
    String sent = EncodedWords.encode(text);
    assertThat(sent.split(" ")).hasSizeGreaterThan(1).allMatch(word -> word.length() <= 75);
    assertThat(EncodedWords.decode(sent)).isEqualTo(text);
  }

  @Test
  void plainTextIsSentAsItIs() {
    assertThat(EncodedWords.encode("data team")).isEqualTo("data team");
  }

  @Test
  void whatOthersEncodedIsRead() {
    assertThat(EncodedWords.decode("=?ISO-8859-1?Q?M=FCnchen_S=FCd?="))
        .isEqualTo("M\u00fcnchen S\u00fcd");
    assertThat(EncodedWords.decode("=?no-such-charset?B?eA==?="))
        .isEqualTo("=?no-such-charset?B?eA==?=");
  }
}
