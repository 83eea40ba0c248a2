package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.provider.request.SmallestRequest;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmallestRequestTest {
  private static final String MODEL = "a \"b\"";

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "COUNT_TOKENS",
        "INPUT_TOKENS",
        "GENERATE_COUNT",
        "COMPACT",
        "STORED_RESPONSE",
        "SPEECH",
        "IMAGES",
        "IMAGE_EDITS",
        "IMAGE_VARIATIONS",
        "TRANSCRIPTIONS",
        "TRANSLATIONS",
        "PREDICT_IMAGES",
        "PASS_THROUGH"
      })
  void each_is_a_whole_request_that_leaves_nothing_at_the_provider(Operation operation) {
    RequestFacts facts = facts(operation, false);
    assertThat(facts.model()).isEqualTo(MODEL);
    assertThat(facts.stream()).isFalse();
    assertThat(facts.pinned()).isFalse();
  }

  @Test
  void answers_have_one_token_where_that_can_be_said() {
    assertThat(facts(Operation.CHAT, false).maxTokens()).isEqualTo(OptionalLong.of(1));
    assertThat(facts(Operation.CHAT, true).maxTokens()).isEqualTo(OptionalLong.of(1));
    assertThat(facts(Operation.MESSAGES, false).maxTokens()).isEqualTo(OptionalLong.of(1));
    assertThat(facts(Operation.COMPLETIONS, false).maxTokens()).isEqualTo(OptionalLong.of(1));
    assertThat(facts(Operation.GENERATE, false).maxTokens()).isEqualTo(OptionalLong.of(1));
    assertThat(facts(Operation.RESPONSES, false).maxTokens()).isEqualTo(OptionalLong.of(16));
  }

  @Test
  void a_chat_is_bounded_in_the_words_that_its_server_knows() {
    assertThat(text(Operation.CHAT, true)).contains("\"max_tokens\":1}");
    assertThat(text(Operation.CHAT, false)).contains("\"max_completion_tokens\":1}");
  }

  @Test
  void nothing_is_asked_whose_answer_is_never_short() {
    assertThatThrownBy(() -> text(Operation.COMPACT, false)).hasMessageContaining("COMPACT");
  }

  private static RequestFacts facts(Operation operation, boolean older) {
    byte[] body = SmallestRequest.body(operation, MODEL, older);
    return Translations.facts(operation, MODEL, false, body).orElseThrow();
  }

  private static String text(Operation operation, boolean older) {
    return new String(SmallestRequest.body(operation, MODEL, older), StandardCharsets.UTF_8);
  }
}
