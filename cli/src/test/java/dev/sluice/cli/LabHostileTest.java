package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabHostileTest {

  @Test
  @Timeout(180)
  void every_short_case_goes_as_it_must() {
    Run run = Run.of("lab", "hostile", "--short");
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
    Run run = Run.of("lab", "hostile", option);
    assertThat(run.err()).contains(why);
    assertThat(run.code()).isEqualTo(3);
  }
}
