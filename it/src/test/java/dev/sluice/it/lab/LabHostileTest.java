package dev.sluice.it.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Run;
import dev.sluice.lab.command.LabMain;
import dev.sluice.lab.hostile.Hostile;
import dev.sluice.lab.hostile.HostileOptions;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.testing.LongForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The short form of `lab hostile`: the cases that no other test plays, those that may end a
/// process, and those that take next to nothing in a gateway that is there. Gateways with little
/// memory have the options of the start scripts: whether a tree fits depends on how the heap is
/// divided. In the long form others come ([#LONG]), which tests of the parts play, too; and cases
/// that come at three sizes of memory come at each of them, and not at the least alone.
class LabHostileTest {

  /// What is sent, and what is believed; the cases of floods and descriptors take longer.
  private static final String QUICK =
      "C6,C8,C9,C10,C11,C12,C13,C14,C15,C16,C17,C18,C19,C20,C23,C25,C26,C28,"
          + "H5,H6,H7,H13,H14,H16,H17";

  private static final String MEMORY = "H1,H2,H3,H9";
  private static final String TREES = "H18";
  private static final String REFUSALS = "H32,H33";
  private static final String SECRETS = "H34,H35,H36";

  /// Keys, HTTP/2, what another team has left, held names, and lines of the log: each case has its
  /// own row in docs/faults.md, with the tests beside it.
  private static final String LONG = "C21,C31,H30,H31,H37";

  /// What each run has said, and its exit code.
  private record Driven(String out, int code) {}

  private static List<Driven> runs = List.of();

  @BeforeAll
  @Timeout(600)
  static void drive() throws IOException, InterruptedException {
    String little = String.join(",", REFUSALS, SECRETS, TREES);
    String usual = String.join(",", QUICK, MEMORY);
    runs =
        List.of(
            driven(LabProgram.of(), LongForm.isOn() ? usual + "," + LONG : usual),
            driven(LabProgram.asShipped(), little));
  }

  private static Driven driven(GatewayProgram program, String codes)
      throws IOException, InterruptedException {
    var out = new ByteArrayOutputStream();
    var options =
        new HostileOptions(Optional.empty(), !LongForm.isOn(), Set.of(codes.split(",", -1)), 0, 1);
    int code = Hostile.run(options, program, new PrintStream(out, true, UTF_8));
    return new Driven(out.toString(UTF_8), code);
  }

  /// The rows of cases with these codes, each of which must have come.
  private static List<String> rows(String codes) {
    List<String> wanted = Arrays.asList(codes.split(",", -1));
    List<String> rows =
        runs.stream()
            .flatMap(run -> run.out.lines())
            .filter(row -> wanted.contains(code(row)))
            .toList();
    assertThat(rows).extracting(LabHostileTest::code).containsAll(wanted);
    return rows;
  }

  private static String code(String row) {
    return row.replaceFirst(" .*", "");
  }

  private static void allIsWell(List<String> rows) {
    assertThat(rows).allMatch(row -> row.endsWith(" ok"));
  }

  @Test
  void no_case_is_wrong() {
    for (Driven run : runs) {
      assertThat(run.out.lines()).filteredOn(line -> line.endsWith("WRONG")).isEmpty();
      assertThat(run.code).isZero();
    }
    if (LongForm.isOn()) {
      allIsWell(rows(LONG));
      assertThat(rows("H30")).hasSize(18);
      assertThat(rows("H31")).hasSize(6);
      assertThat(rows("H37")).hasSize(3);
    }
  }

  @Test
  void every_quick_case_goes_as_it_must() {
    allIsWell(rows(QUICK));
  }

  @Test
  void what_a_provider_says_of_one_call_or_model_is_not_felt_by_others() {
    List<String> rows = rows(REFUSALS);
    assertThat(rows).hasSize(LongForm.rounds(2, 6));
    allIsWell(rows);
  }

  @Test
  void no_secret_and_no_hidden_name_gets_out() {
    List<String> rows = rows(SECRETS);
    assertThat(rows).hasSize(LongForm.rounds(3, 9));
    allIsWell(rows);
  }

  /// In a process with little heap, and the ratios of a large one.
  @Test
  void nothing_that_peers_send_ends_the_process() {
    allIsWell(rows(MEMORY));
  }

  @Test
  void no_tree_that_a_text_stands_for_ends_the_process() {
    List<String> rows = rows(TREES);
    assertThat(rows).hasSize(LongForm.rounds(7, 21));
    allIsWell(rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--minutes=-1|-1 minutes are not within 0 to 1440",
        "--honest=0|0 honest calls a second are not within 1 to 10000",
      })
  void an_option_that_makes_no_sense_cannot_start(String option, String why) {
    Run refused = Run.by(LabMain::run, "lab", "hostile", option);
    assertThat(refused.err()).contains(why);
    assertThat(refused.code()).isEqualTo(3);
  }
}
