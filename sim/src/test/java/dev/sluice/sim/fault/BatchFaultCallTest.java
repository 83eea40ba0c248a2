package dev.sluice.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchFaultCallTest {

  @ParameterizedTest
  @EnumSource
  void every_fault_has_a_name_of_its_own_and_a_valid_standard_argument(BatchFault fault)
      throws InvalidFault {
    assertThat(BatchFaultCall.names(fault.label())).isTrue();
    assertThat(BatchFaultCall.parse(fault.label()))
        .isEqualTo(new BatchFaultCall(fault, fault.standard()));
    assertThat(fault.argument().accepts(fault.standard())).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void every_fault_stands_in_the_table_of_the_documentation(BatchFault fault) throws IOException {
    String argument =
        fault.standard().isEmpty() ? "" : fault.argumentSays() + "; `" + fault.standard() + "`";
    String row = "| `%s` | %s | %s |".formatted(fault.label(), argument, fault.description());
    assertThat(Files.readAllLines(Path.of("../docs/simulator.md"))).contains(row);
  }

  @Test
  void the_documentation_knows_no_other_faults() throws IOException {
    long rows =
        Files.readAllLines(Path.of("../docs/simulator.md")).stream()
            .filter(line -> line.matches("\\| `batch-[a-z-]+` \\|.*"))
            .count();
    assertThat(rows).isEqualTo(BatchFault.values().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch-", "batch-lost=x", "batch-stuck=1", "batch-takes=5"})
  void what_makes_no_sense_is_a_mistake(String text) {
    assertThatThrownBy(() -> BatchFaultCall.parse(text)).isInstanceOf(InvalidFault.class);
  }

  @Test
  void a_fault_is_written_as_it_is_read() throws InvalidFault {
    assertThat(BatchFaultCall.parse("batch-lost=2")).hasToString("batch-lost=2");
    assertThat(BatchFaultCall.parse("batch-stuck")).hasToString("batch-stuck");
  }
}
