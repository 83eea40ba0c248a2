package dev.sluice.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Needs Node, npm and Python, and fails without them: what is not tried is not shown.
class DifferentialTest {
  private static final int COMPARISONS_MIN = 250;

  /// Every difference with its reason, for the reader who has to find one.
  private static final Path REPORT = Path.of("target", "differential.txt");

  private static final List<Documented> DOCUMENTED = Documented.all();
  private static List<Comparison> comparisons = List.of();

  @BeforeAll
  static void compare() throws Exception {
    List<Case> cases = Case.of(Shape.corpus());
    List<Callable<List<Comparison>>> runs = new ArrayList<>();
    try (Experiment experiment = new Experiment(cases, DOCUMENTED);
        var threads = Executors.newCachedThreadPool()) {
      for (Callable<Client> client : clients()) {
        runs.add(() -> experiment.run(client.call()));
      }
      List<Comparison> all = new ArrayList<>();
      for (var run : threads.invokeAll(runs)) {
        all.addAll(run.get());
      }
      comparisons = List.copyOf(all);
    }
    Files.write(REPORT, comparisons.stream().flatMap(Comparison::report).toList());
  }

  private static List<Callable<Client>> clients() {
    return List.of(OpenAiJava::new, Programs::node, Programs::olderPython, Programs::python);
  }

  @Test
  void an_application_sees_the_same_straight_and_through_the_gateway() {
    assertThat(comparisons.stream().flatMap(Comparison::undocumented))
        .as("differences that %s does not document", "differences.yaml")
        .isEmpty();
  }

  @Test
  void enough_is_compared() {
    assertThat(comparisons).hasSizeGreaterThanOrEqualTo(COMPARISONS_MIN);
  }

  @Test
  void every_documented_difference_is_there() {
    assertThat(DOCUMENTED)
        .filteredOn(entry -> comparisons.stream().noneMatch(one -> one.has(entry)))
        .as("entries of differences.yaml that explain nothing")
        .isEmpty();
  }

  @Test
  void the_documentation_tells_every_difference() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "docs", "api.md"));
    assertThat(DOCUMENTED)
        .extracting(Documented::name)
        .allMatch(name -> lines.stream().anyMatch(line -> line.startsWith("| " + name + " |")));
  }
}
