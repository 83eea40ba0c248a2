package dev.sluice.genai;

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
      import dev.sluice.genai.*;
      import com.google.genai.Client;

      class ExampleNUMBER {
        Gateway gateway;

        void example() throws Exception {
          EXAMPLE
        }
      }
      """;

  @Test
  void examples_compile() throws IOException {
    JavadocExamples.assertCompile(List.of(Path.of("src/main/java/dev/sluice/genai")), CLASS);
  }
}
