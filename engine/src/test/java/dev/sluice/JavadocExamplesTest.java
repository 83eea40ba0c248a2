package dev.sluice;

import dev.sluice.testing.JavadocExamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The examples in comments of what an application uses: they compile.
class JavadocExamplesTest {
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("src/main/java/dev/sluice"),
          Path.of("../config/src/main/java/dev/sluice/config"),
          Path.of("../call/src/main/java/dev/sluice/config"));

  /// What an example stands in.
  private static final String CLASS =
      """
      import dev.sluice.*;
      import dev.sluice.call.request.*;
      import dev.sluice.config.*;
      import dev.sluice.config.file.*;
      import dev.sluice.config.policy.*;
      import dev.sluice.config.provider.*;
      import dev.sluice.config.quota.*;
      import dev.sluice.config.value.*;
      import dev.sluice.config.yaml.*;
      import io.micrometer.core.instrument.*;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;

      class ExampleNUMBER {
        Gateway gateway;
        GatewayConfig config;
        MeterRegistry registry;
        String openAiKey;

        void example() throws Exception {
          EXAMPLE
        }
      }
      """;

  @Test
  void examples_compile() throws IOException {
    JavadocExamples.assertCompile(FOLDERS, CLASS);
  }
}
