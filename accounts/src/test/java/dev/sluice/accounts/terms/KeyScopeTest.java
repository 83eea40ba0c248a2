package dev.sluice.accounts.terms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyScopeTest {
  private static KeyScope scope(String words) {
    List<String> list = words.isEmpty() ? List.of() : List.of(words.split(" "));
    AskedWords asked = AskedWords.read("operations", list);
    return new KeyScope(List.of(), List.of(), asked);
  }

  private static KeyScope unread(String... words) {
    return new KeyScope(List.of(), List.of(), Set.of(), Set.of(), Set.of(), Set.of(words));
  }

  @ParameterizedTest
  @CsvSource({
    "'','',true",
    "'',chat,true",
    "'',passthrough:ocr,false",
    "'',chat passthrough:*,false",
    "chat,'',false",
    "chat,chat,true",
    "chat,embeddings,false",
    "chat,passthrough:ocr,false",
    "chat,chat passthrough:ocr,false",
    "passthrough:ocr,'',false",
    "passthrough:ocr,chat,false",
    "passthrough:ocr,passthrough:ocr,true",
    "passthrough:ocr,passthrough:files,false",
    "passthrough:ocr,passthrough:*,false",
    "passthrough:*,passthrough:ocr,true",
    "passthrough:*,passthrough:*,true",
    "passthrough:*,chat passthrough:ocr,false",
    "chat passthrough:ocr,chat,true",
    "chat passthrough:ocr,passthrough:ocr,true"
  })
  void operations_and_pass_throughs_are_held_where_all_of_them_are_allowed(
      String most, String asked, boolean held) {
    assertThat(scope(most).holdsOperations(scope(asked))).isEqualTo(held);
  }

  @Test
  void words_of_another_version_are_held_where_they_are_listed() {
    assertThat(unread("weave").holdsOperations(unread("weave"))).isTrue();
    assertThat(unread("weave", "knit").holdsOperations(unread("weave"))).isTrue();
    assertThat(unread("weave").holdsOperations(unread("knit"))).isFalse();
    assertThat(unread("weave").holdsOperations(KeyScope.ALL)).isFalse();
    assertThat(unread("weave").holdsOperations(scope("chat"))).isFalse();
    assertThat(scope("chat").holdsOperations(unread("weave"))).isFalse();
    assertThat(KeyScope.ALL.holdsOperations(unread("weave"))).isTrue();
  }
}
