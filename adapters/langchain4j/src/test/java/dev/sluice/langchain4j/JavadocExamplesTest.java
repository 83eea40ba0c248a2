package dev.sluice.langchain4j;

import dev.sluice.testing.JavadocExamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The examples in comments of what an application uses: they compile.
class JavadocExamplesTest {
  /// What an example stands in.
  private static final String CLASS =
      """
      import dev.sluice.Gateway;
      import dev.sluice.langchain4j.*;
      import dev.langchain4j.model.chat.ChatModel;
      import dev.langchain4j.model.openai.OpenAiChatModel;

      class ExampleNUMBER {
        Gateway gateway;

        void example() throws Exception {
          EXAMPLE
        }
      }
      """;

  @Test
  void examples_compile() throws IOException {
    JavadocExamples.assertCompile(List.of(Path.of("src/main/java/dev/sluice/langchain4j")), CLASS);
  }
}
