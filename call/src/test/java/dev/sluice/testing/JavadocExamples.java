package dev.sluice.testing;

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

/// The examples in comments of what an application uses.
public final class JavadocExamples {
  private static final Pattern EXAMPLE =
      Pattern.compile("(?m)^ */// ```java\\n((?: *///.*\\n)*?) */// ```$");

  private static final Pattern MARK = Pattern.compile("(?m)^ */// ?");

  private JavadocExamples() {}

  /// Fails where an example does not compile, or where there is none.
  ///
  /// @param folders the folders of sources with examples, those below them included
  /// @param around a class with the names that examples use, `ExampleNUMBER`, which has `EXAMPLE`
  ///   where an example stands
  public static void assertCompile(List<Path> folders, String around) throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.toString().contains("internal"))
            .flatMap(JavadocExamples::examples)
            .forEach(example -> sources.add(new Source(sources.size(), around, example)));
      }
    }
    assertThat(sources).isNotEmpty();
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

    Source(int number, String around, String example) {
      super(URI.create("string:///Example" + number + ".java"), Kind.SOURCE);
      text = around.replace("NUMBER", "" + number).replace("EXAMPLE", example);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
