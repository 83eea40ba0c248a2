package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.Span;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeminiPathTest {
  private static String path(Operation operation, String model, boolean streamed) {
    return GeminiPath.of("", operation, model, streamed);
  }

  @Test
  void the_path_names_the_model_and_asks_for_events() {
    String models = "/v1beta/models/";
    assertThat(path(Operation.GENERATE, "gemini-2.5-flash", false))
        .isEqualTo(models + "gemini-2.5-flash:generateContent");
    assertThat(path(Operation.GENERATE, "m", true))
        .isEqualTo(models + "m:streamGenerateContent?alt=sse");
    assertThat(path(Operation.GENERATE_COUNT, "m", false)).isEqualTo(models + "m:countTokens");
    assertThat(path(Operation.EMBED_CONTENT, "m", false)).isEqualTo(models + "m:embedContent");
    assertThat(path(Operation.BATCH_EMBED_CONTENTS, "m", false))
        .isEqualTo(models + "m:batchEmbedContents");
  }

  @Test
  void no_name_of_a_model_leads_to_another_path() {
    assertThat(path(Operation.GENERATE, "../../x?key=1#é", false))
        .isEqualTo("/v1beta/models/..%2F..%2Fx%3Fkey%3D1%23%C3%A9:generateContent");
  }

  @Test
  void a_body_repeats_the_name_in_few_places() {
    String body =
        "{\"model\":\"models/a\",\"contents\":[{\"model\":\"no\"}],"
            + "\"requests\":[{\"model\":\"models/b\"},{\"content\":{\"model\":\"no\"}}],"
            + "\"generateContentRequest\":{\"contents\":[],\"model\":\"models/c\"}}";
    List<Span> spans = ModelSpans.in(Unpooled.copiedBuffer(body, UTF_8));
    assertThat(spans)
        .extracting(span -> body.substring(span.start(), span.end()))
        .containsExactly("\"models/a\"", "\"models/b\"", "\"models/c\"");
  }
}
