package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// The examples in comments of what an application uses: they compile.
class JavadocExamplesTest {
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("src/main/java/dev/sluice"),
          Path.of("../config/src/main/java/dev/sluice/config"),
          Path.of("../call/src/main/java/dev/sluice/config"));

  private static final Pattern EXAMPLE =
      Pattern.compile("(?m)^ */// ```java\\n((?: *///.*\\n)*?) */// ```$");

  private static final Pattern MARK = Pattern.compile("(?m)^ */// ?");

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
    List<JavaFileObject> sources = new ArrayList<>();
    for (Path folder : FOLDERS) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.toString().contains("internal"))
            .flatMap(JavadocExamplesTest::examples)
            .forEach(example -> sources.add(new Source(sources.size(), example)));
      }
    }
    assertThat(sources).hasSizeGreaterThanOrEqualTo(3);
    assertThat(errors(sources)).isEmpty();
  }

  private static Stream<String> examples(Path file) {
    try {
      return EXAMPLE
          .matcher(Files.readString(file))
          .results()
          .map(example -> MARK.matcher(example.group(1)).replaceAll(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String errors(List<JavaFileObject> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var errors = new StringWriter();
    List<String> options =
        List.of("-proc:none", "-implicit:none", "-d", "target", "-XDshould-stop.ifNoError=ATTR");
    compiler.getTask(errors, null, null, options, null, sources).call();
    return errors.toString();
  }

  /// A class around an example.
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(int number, String example) {
      super(URI.create("string:///Example" + number + ".java"), Kind.SOURCE);
      text = CLASS.replace("NUMBER", "" + number).replace("EXAMPLE", example);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
