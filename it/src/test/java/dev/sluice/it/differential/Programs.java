package dev.sluice.it.differential;

import dev.sluice.it.installed.Installed;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The clients that are programs of other languages.
final class Programs {
  private static final Set<Mode> SIMPLE = Set.of(Mode.WHOLE, Mode.STREAM);

  private Programs() {}

  /// The older generation of the client for Python.
  static Client olderPython() {
    return python(2, SIMPLE);
  }

  /// The client for Python.
  static Client python() {
    return python(3, Set.of(Mode.WHOLE, Mode.STREAM, Mode.ASSEMBLED));
  }

  private static Client python(int generation, Set<Mode> modes) {
    return new Program(
        "python" + generation,
        modes,
        Installed.PYTHON,
        command("openai-" + generation, "compare.py"));
  }

  /// The command that makes calls with Anthropic's client for Python.
  static List<String> anthropicPython() {
    return command("anthropic-2", "messages.py");
  }

  private static List<String> command(String list, String program) {
    return List.of(Installed.python(list), Installed.PYTHON.resolve(program).toString());
  }

  /// The client for Node.
  static Client node() {
    Path home = Installed.npm("");
    return new Program("node", SIMPLE, home, List.of(Installed.node(), "compare.mjs"));
  }
}
