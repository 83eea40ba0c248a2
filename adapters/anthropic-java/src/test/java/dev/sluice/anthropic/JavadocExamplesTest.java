package dev.sluice.anthropic;

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
      import dev.sluice.anthropic.*;
      import com.anthropic.client.AnthropicClient;
      import com.anthropic.models.messages.MessageCreateParams;

      class ExampleNUMBER {
        Gateway gateway;
        MessageCreateParams params;

        void example() throws Exception {
          EXAMPLE
        }
      }
      """;

  @Test
  void examples_compile() throws IOException {
    JavadocExamples.assertCompile(List.of(Path.of("src/main/java/dev/sluice/anthropic")), CLASS);
  }
}
