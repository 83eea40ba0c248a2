package dev.sluice.it.installed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A process of Python that has imported the packages of a list, and runs programs in copies of
/// itself, one after the other: most of the time of a client's program goes into its imports. It
/// ends with this process, which its standard input comes from. Safe for any thread.
public final class PreparedPython {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What is imported of each list.
  private static final Map<String, List<String>> MODULES =
      Map.of(
          "anthropic-2", List.of("anthropic"),
          "openai-3", List.of("openai"),
          "google-genai-3", List.of("google.genai"),
          "embeddings",
              List.of("cohere", "google.genai", "mistralai.client", "openai", "voyageai"));

  private static final Map<String, PreparedPython> RUNNING = new ConcurrentHashMap<>();

  private final BufferedWriter tasks;
  private final BufferedReader codes;

  /// What a program has left.
  public record Result(int code, String out, String err) {}

  private record Task(
      String folder,
      Map<String, String> environment,
      List<String> command,
      String out,
      String err) {}

  private PreparedPython(String list) {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Installed.python(list), Installed.PYTHON.resolve("prepared.py").toString()),
                Objects.requireNonNull(MODULES.get(list), list).stream())
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    Installed.compileOnce(builder);
    try {
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      tasks = process.outputWriter(UTF_8);
      codes = process.inputReader(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The one of a list, which is started where nobody has asked for it yet.
  ///
  /// @param list names a file among the programs of Python, without `.txt`
  public static PreparedPython of(String list) {
    return RUNNING.computeIfAbsent(list, PreparedPython::new);
  }

  /// Runs a program to its end.
  ///
  /// @param folder where it runs
  /// @param environment what is added to that of this process
  /// @param command the program's file, and its arguments
  public synchronized Result run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    Path out = Files.createTempFile("python", ".out");
    Path err = Files.createTempFile("python", ".err");
    try {
      tasks.write(
          JSON.writeValueAsString(
              new Task(folder.toString(), environment, command, out.toString(), err.toString())));
      tasks.newLine();
      tasks.flush();
      int code = Integer.parseInt(Objects.requireNonNull(codes.readLine(), "Python has ended"));
      return new Result(code, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /// Runs one of the programs beside the lists, in their folder; it has to end well.
  ///
  /// @param program its file
  /// @return what it has said
  public String run(String program, List<String> arguments) throws IOException {
    Path file = Installed.PYTHON.resolve(program);
    Result result =
        run(
            Installed.PYTHON,
            Map.of(),
            Stream.concat(Stream.of(file.toString()), arguments.stream()).toList());
    if (result.code() != 0) {
      throw new AssertionError(program + " has ended with " + result);
    }
    return result.out();
  }
}
