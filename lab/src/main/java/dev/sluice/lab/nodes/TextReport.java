package dev.sluice.lab.nodes;

import dev.sluice.lab.draw.Criterion;
import java.io.PrintStream;
import java.util.List;

/// Prints the results for people.
final class TextReport {
  private static final String ROW = "%-12s %8s %8s %8s %8s %9s %8s %11s %8s %7s  %s%n";

  private TextReport() {}

  static void head(PrintStream out) {
    out.printf(ROW, Row.HEADS.toArray());
  }

  static void row(SceneResult result, PrintStream out) {
    out.printf(ROW, Row.of(result).toArray());
  }

  /// Prints what does not hold, scene by scene.
  static void criteria(List<SceneResult> results, PrintStream out) {
    for (SceneResult result : results) {
      List<String> broken =
          result.judged().stream().filter(judged -> !judged.holds()).map(Criterion::line).toList();
      if (!broken.isEmpty()) {
        out.printf("%n%s: %s%n", result.scene().name(), result.scene().about());
        broken.forEach(line -> out.println("  " + line));
      }
    }
  }
}
