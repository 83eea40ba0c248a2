package dev.sluice.it.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Run;
import dev.sluice.lab.command.LabMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabHostileTest {

  /// What is sent, and what is believed; the cases of floods and descriptors take longer.
  private static final String QUICK =
      "C6,C8,C9,C10,C11,C12,C13,C14,C15,C16,C17,C18,C19,C20,C21,C23,C25,C26,C28,C31,"
          + "H5,H6,H7,H13,H14,H16,H17";

  @Test
  @Timeout(90)
  void every_quick_case_goes_as_it_must() {
    Run run = Run.by(LabMain::run, "lab", "hostile", "--short", "--only", QUICK);
    assertThat(run.out().lines()).filteredOn(line -> line.endsWith("WRONG")).isEmpty();
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  /// In processes with as much memory as there is, and with little.
  @Test
  @Timeout(240)
  void what_a_provider_says_of_one_call_or_model_is_not_felt_by_others() {
    Run run = Run.by(LabMain::run, "lab", "hostile", "--only", "H31,H32,H33");
    assertThat(run.out().lines()).filteredOn(line -> line.endsWith("WRONG")).isEmpty();
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  /// In processes with the memory of this one, with 512 and with 300 MiB.
  @Test
  @Timeout(180)
  void nobody_gets_at_what_another_team_has_left() {
    Run run = Run.by(LabMain::run, "lab", "hostile", "--only", "H30");
    assertThat(run.out().lines()).filteredOn(line -> line.endsWith("WRONG")).isEmpty();
    assertThat(run.out()).contains("18 of 18 cases");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  @Timeout(90)
  void no_secret_and_no_hidden_name_gets_out() {
    Run run = Run.by(LabMain::run, "lab", "hostile", "--short", "--only", "H34,H35,H36,H37");
    assertThat(run.out().lines()).filteredOn(line -> line.endsWith("WRONG")).isEmpty();
    assertThat(run.out()).contains("12 of 12 cases went as they must");
    assertThat(run.code()).isZero();
  }

  /// In a process with little heap, and the ratios of a large one.
  @Test
  @Timeout(90)
  void nothing_that_peers_send_ends_the_process() {
    Run run = Run.by(LabMain::run, "lab", "hostile", "--short", "--only", "H1,H2,H3,H9");
    assertThat(run.out().lines()).filteredOn(line -> line.endsWith("WRONG")).isEmpty();
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  /// At the memory of a process by default, in 512 MiB and in 300 MiB.
  @Test
  @Timeout(300)
  void no_tree_that_a_text_stands_for_ends_the_process() {
    Run run = Run.by(LabMain::run, "lab", "hostile", "--short", "--only", "H18");
    assertThat(run.out().lines()).filteredOn(line -> line.endsWith("WRONG")).isEmpty();
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--minutes=-1|-1 minutes are not within 0 to 1440",
        "--honest=0|0 honest calls a second are not within 1 to 10000",
      })
  void an_option_that_makes_no_sense_cannot_start(String option, String why) {
    Run run = Run.by(LabMain::run, "lab", "hostile", option);
    assertThat(run.err()).contains(why);
    assertThat(run.code()).isEqualTo(3);
  }
}
