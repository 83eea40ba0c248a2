package dev.sluice.it.differential;

import dev.sluice.it.installed.Installed;
import java.nio.file.Path;
import java.util.List;

/// The clients that are programs of other languages.
final class Programs {
  private Programs() {}

  /// The client for Python, of one generation.
  static Client python(int generation) {
    return new Program(
        "python" + generation, Installed.PYTHON, command("openai-" + generation, "compare.py"));
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
    return new Program("node", home, List.of("node", "compare.mjs"));
  }
}
