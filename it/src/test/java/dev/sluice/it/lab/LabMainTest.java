package dev.sluice.it.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Run;
import dev.sluice.lab.command.LabMain;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabMainTest {

  @Test
  void an_experiment_ends_when_it_is_stopped() {
    Run run = new Run(LabMain::run, Map.of());
    run.stop();
    run.run("lab", "calls", "--seconds", "60");
    assertThat(run.code()).isEqualTo(130);
    assertThat(run.err()).doesNotContain("a bug");
  }

  @Test
  void the_program_without_the_laboratory_says_where_it_is() {
    Run run = Run.of("lab", "calls", "--seconds", "60");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("./sluice lab").hasLineCount(1);
  }
}
