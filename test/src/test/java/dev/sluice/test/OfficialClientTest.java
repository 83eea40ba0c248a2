package dev.sluice.test;

import static dev.sluice.test.Llm.rateLimited;
import static dev.sluice.test.Llm.text;
import static dev.sluice.test.Llm.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// OpenAI's own client, which checks each answer against the specification.
class OfficialClientTest {
  @RegisterExtension final LlmExtension llm = LlmExtension.create();

  private final OpenAIClient client =
      OpenAIOkHttpClient.builder()
          .baseUrl(llm.openAiUrl())
          .apiKey("test")
          .responseValidation(true)
          .build();

  private final ChatCompletionCreateParams ask =
      ChatCompletionCreateParams.builder().model("gpt-x").addUserMessage("Hi").build();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void a_text_with_a_tool_call_passes_its_checks() {
    llm.answers(text("Let me see.").toolCall("weather", "{\"city\":\"Paris\"}").usage(7, 3));
    var completion = client.chat().completions().create(ask);
    var message = completion.choices().getFirst().message();
    assertThat(message.content()).contains("Let me see.");
    assertThat(message.toolCalls().orElseThrow().getFirst().asFunction().function().name())
        .isEqualTo("weather");
    assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(10);
  }

  @Test
  void it_comes_back_when_it_is_told_to() {
    llm.fails(rateLimited().retryAfter(Duration.ofMillis(60)));
    llm.answers("Paris");
    assertThat(client.chat().completions().create(ask).choices()).hasSize(1);
    llm.sent().hasCount(2).last().cameAfter(Duration.ofMillis(60));
  }

  @Test
  void a_stream_and_vectors_pass_its_checks() {
    llm.answers(text("abcdef").chunks(3));
    StringBuilder said = new StringBuilder();
    try (var stream = client.chat().completions().createStreaming(ask)) {
      stream.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .forEach(choice -> choice.delta().content().ifPresent(said::append));
    }
    assertThat(said).hasToString("abcdef");
    llm.answers(vectors(new float[] {1, 2}));
    var embedded =
        client.embeddings().create(EmbeddingCreateParams.builder().model("e").input("Hi").build());
    assertThat(embedded.data().getFirst().embedding()).containsExactly(1f, 2f);
  }

  @Test
  void a_call_without_an_answer_is_not_repeated() {
    llm.lenient();
    assertThatThrownBy(() -> client.chat().completions().create(ask))
        .hasMessageContaining("no answer is scripted");
    llm.sent().hasCount(1);
  }
}
