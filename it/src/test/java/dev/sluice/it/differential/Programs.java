package dev.sluice.it.differential;

import dev.sluice.it.installed.Installed;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/// The clients that are programs of other languages.
final class Programs {
  private Programs() {}

  /// The older generation of the client for Python.
  static Client olderPython() {
    return python(2, Case::isStreamedWhereItCan);
  }

  /// The client for Python.
  static Client python() {
    return python(3, one -> one.mode() != Mode.LEARNED);
  }

  private static Client python(int generation, Predicate<Case> cases) {
    return new Program(
        "python" + generation,
        cases,
        Installed.PYTHON,
        command("openai-" + generation, "compare.py"));
  }

  private static List<String> command(String list, String program) {
    return List.of(Installed.python(list), Installed.PYTHON.resolve(program).toString());
  }

  /// The client for Node.
  static Client node() {
    Path home = Installed.npm("");
    return new Program(
        "node", Case::isStreamedWhereItCan, home, List.of(Installed.node(), "compare.mjs"));
  }
}
