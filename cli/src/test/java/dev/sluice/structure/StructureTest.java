package dev.sluice.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Properties that keep the code readable, measured on its sources.
class StructureTest {
  private static final int FILE_MOST = 300;

  /// Packages of core whose files depend on each other in one direction only, with their
  /// subpackages.
  private static final List<String> LAYERED =
      Stream.of("admission", "transport", "coalesce", "batch")
          .map(name -> "dev/sluice/internal/" + name)
          .toList();

  /// Packages of core that decide by numbers, and how many numeric constants they may have
  /// together.
  private static final List<String> NUMERIC =
      List.of("internal/admission", "internal/quota", "internal/stats");

  private static final int CONSTANTS_MOST = 70;

  private static final int METHOD_MOST = 13;
  private static final double METHODS = 0.9;

  /// Names of types that have given way to the words of docs/glossary.md.
  private static final Set<String> REPLACED =
      Set.of(
          """
          Account Again Ahead Allowance AnswerTaker Answers Apart Arrivals
          Aside Ask Asked Asking Belief Board Buckets Caching Calendar Cast
          Caution Change Charging Claim Complaint CutName DaySupply Delivery
          Demonstrate Departures Desk Desks Door Doors Doubt Elsewhere
          Envelope Exchange Exit Facts Feed Filling Frame Gathering Gauges
          Girth Gradient Group Growing Hall Headers Heap Inflow Intake Judge
          Kept KeptPart Lane Lateness Learned Lesson Level Lines Listening
          Manners Margin Meaning Member Merged Mistake Nobody OneFeed
          Onlooker Part Parting PassedOn Patience PauseWatch Pauses Place
          Places Player Prudence Pump QuotaBook QuotaRules Ramp Reading
          Readout Refusals Rehearsal Rehearse Remedy RequestTaker Rest Reuse
          Rival Rivals Room Running Said Sameness Savings SaysOfItself Scale
          Seen Serving Setback Settled Shared Shelf Shelves Silences Source
          Spent Splices Stall Stamp Stand StandIn Sum Sums Supply
          Surroundings Sweep Text Times Told Trail Tried Tries Turned Usual
          Wait Waiters Weight Whole Yardstick
          """
              .strip()
              .split("\\s+"));

  /// Sentences whose subject is not named.
  private static final Pattern NO_SUBJECT =
      Pattern.compile("(?:^|[.!?] )(?:Who|Whoever|Those who) ");

  private static final Pattern COMMENT_MARK = Pattern.compile("^/+ ?(?:@param \\w+ |@return )?");

  private final List<Source> core = Source.in(Path.of("../core/src/main/java"));
  private final List<Source> server = Source.in(Path.of("../server/src/main/java"));
  private final List<Source> accounts = Source.in(Path.of("../accounts/src/main/java"));
  private final List<Source> otel = Source.in(Path.of("../otel/src/main/java"));
  private final List<Source> sim = Source.in(Path.of("../sim/src/main/java"));
  private final List<Source> lab = Source.in(Path.of("../lab/src/main/java"));
  private final List<Source> cli = Source.in(Path.of("src/main/java"));

  StructureTest() throws IOException {}

  @Test
  void a_simple_name_serves_one_class_in_core() {
    Map<String, List<String>> packages =
        core.stream()
            .flatMap(source -> source.types().stream().map(type -> Map.entry(type, source)))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(e -> e.getValue().path().toString(), Collectors.toList())));
    assertThat(packages).hasSizeGreaterThan(200);
    packages.values().removeIf(paths -> paths.size() == 1);
    assertThat(packages).isEmpty();
  }

  @Test
  void no_file_has_more_than_300_lines_of_code() {
    assertThat(all().filter(source -> source.codeLines() > FILE_MOST)).isEmpty();
  }

  @Test
  void nine_of_ten_methods_have_at_most_13_lines() {
    List<Integer> lengths =
        all().flatMap(source -> source.methodLines().stream()).sorted().toList();
    assertThat(lengths).hasSizeGreaterThan(2_000);
    assertThat(lengths.get((int) (METHODS * lengths.size()))).isLessThanOrEqualTo(METHOD_MOST);
  }

  @Test
  void admission_and_quota_have_at_most_70_numeric_constants() {
    List<Source> numeric =
        core.stream()
            .filter(source -> NUMERIC.stream().anyMatch(source.path().toString()::contains))
            .toList();
    assertThat(numeric).hasSizeGreaterThan(60);
    assertThat(numeric.stream().mapToInt(Source::constants).sum()).isBetween(30, CONSTANTS_MOST);
  }

  @Test
  void no_files_of_layered_packages_depend_on_each_other_in_a_cycle() throws IOException {
    Map<String, Set<String>> dependencies =
        new ClassFiles(Path.of("../core/target/classes"), LAYERED).dependencies();
    assertThat(dependencies).hasSizeGreaterThan(80);
    assertThat(ClassFiles.cyclic(dependencies)).isEmpty();
  }

  @Test
  void a_cycle_is_found_where_there_is_one() {
    Map<String, Set<String>> graph =
        Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("b", "d"), "d", Set.of());
    assertThat(ClassFiles.cyclic(graph)).containsExactly("b", "c");
  }

  @Test
  void each_module_gives_its_jar_the_module_name_of_its_packages() throws IOException {
    List<String> modules =
        Pattern.compile("<module>(\\w+)</module>")
            .matcher(Files.readString(Path.of("../pom.xml")))
            .results()
            .map(module -> module.group(1))
            .toList();
    assertThat(modules).contains("core", "accounts", "server", "otel", "sim", "lab", "cli");
    for (String module : modules) {
      assertThat(Path.of("..", module, "pom.xml"))
          .content()
          .contains("<module.name>dev.sluice." + module + "</module.name>");
    }
  }

  @Test
  void each_sentence_of_a_comment_names_its_subject() throws IOException {
    var found = new ArrayList<String>();
    for (Source source : all().toList()) {
      for (String line : Files.readAllLines(source.path())) {
        Matcher mark = COMMENT_MARK.matcher(line.strip());
        if (mark.lookingAt()
            && line.strip().startsWith("//")
            && NO_SUBJECT.matcher(line.strip().substring(mark.end())).find()) {
          found.add(source.path() + ": " + line.strip());
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void no_type_has_a_name_that_has_been_replaced() {
    assertThat(all().flatMap(source -> source.types().stream()).filter(REPLACED::contains))
        .isEmpty();
  }

  private Stream<Source> all() {
    return Stream.of(core, accounts, server, otel, sim, lab, cli).flatMap(List::stream);
  }
}
