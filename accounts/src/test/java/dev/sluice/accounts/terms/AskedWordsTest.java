package dev.sluice.accounts.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskedWordsTest {
  private static KeyScope scope(String... words) {
    AskedWords asked = AskedWords.read("operations", List.of(words));
    return new KeyScope(List.of(), List.of(), asked);
  }

  @Test
  void words_are_written_as_they_are_read() {
    KeyScope scope = scope("passthrough:ocr", "chat", "passthrough:*");
    assertThat(AskedWords.of(scope)).containsExactly("chat", "passthrough:*", "passthrough:ocr");
    assertThat(AskedWords.of(KeyScope.ALL)).isEmpty();
  }

  @Test
  void a_pass_through_is_allowed_by_its_name_alone() {
    assertThat(KeyScope.ALL.allowsPassThrough("ocr")).isFalse();
    assertThat(scope("chat").allowsPassThrough("ocr")).isFalse();
    assertThat(scope("passthrough:ocr").allowsPassThrough("ocr")).isTrue();
    assertThat(scope("passthrough:ocr").allowsPassThrough("ocr2")).isFalse();
    assertThat(scope("passthrough:*").allowsPassThrough("ocr")).isTrue();
    assertThat(KeyTerms.upTo(Band.NORMAL).scope().allowsPassThrough("ocr")).isFalse();
    assertThat(KeyTerms.open(Band.NORMAL).scope().allowsPassThrough("ocr")).isTrue();
  }

  @Test
  void a_pass_through_allows_no_operation() {
    for (Operation operation : Operation.values()) {
      assertThat(scope("passthrough:*").allows(operation)).isFalse();
      assertThat(KeyScope.ALL.allows(operation)).isTrue();
      assertThat(KeyTerms.open(Band.NORMAL).scope().allows(operation)).isTrue();
    }
    assertThat(scope("chat", "passthrough:ocr").operations()).isEqualTo(Set.of(Operation.CHAT));
  }

  @Test
  void what_the_gateway_keeps_is_asked_for_as_operations_are() {
    assertThat(scope("chat").allows(ResourceScope.FILES)).isFalse();
    assertThat(scope("passthrough:*").allows(ResourceScope.FILES)).isFalse();
    assertThat(KeyScope.ALL.allows(ResourceScope.FILES)).isTrue();
    assertThat(KeyTerms.open(Band.NORMAL).scope().allows(ResourceScope.BATCHES)).isTrue();
    KeyScope files = scope("files");
    assertThat(files.allows(ResourceScope.FILES)).isTrue();
    assertThat(files.allows(ResourceScope.BATCHES)).isFalse();
    assertThat(files.allows(Operation.CHAT)).isFalse();
    assertThat(AskedWords.of(files)).containsExactly("files");
    assertThat(KeyScope.ALL.holdsOperations(files)).isTrue();
    assertThat(files.holdsOperations(scope("files", "batches"))).isFalse();
    assertThat(scope("files", "batches").holdsOperations(files)).isTrue();
    assertThat(AskedWords.all()).contains("files", "batches");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pass_through",
        "passthrough",
        "passthrough:",
        "passthrough:a b",
        "passthrough:a,b",
        "passthrough:o*",
        "passthrough:../x",
        "chats",
        ""
      })
  void another_word_is_refused(String word) {
    assertThatThrownBy(() -> AskedWords.read("operations", List.of(word)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("operations must be");
  }
}
