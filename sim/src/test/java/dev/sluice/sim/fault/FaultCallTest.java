package dev.sluice.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultCallTest {

  @ParameterizedTest
  @EnumSource
  void every_fault_has_a_name_of_its_own_and_a_valid_standard_argument(Fault fault)
      throws InvalidFault {
    assertThat(FaultCall.parse(fault.label())).isEqualTo(new FaultCall(fault, fault.standard()));
    assertThat(fault.argument().accepts(fault.standard())).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void every_fault_stands_in_the_table_of_the_documentation(Fault fault) throws IOException {
    String argument =
        fault.standard().isEmpty() ? "" : fault.argumentSays() + "; `" + fault.standard() + "`";
    String row = "| `%s` | %s | %s |".formatted(fault.label(), argument, fault.description());
    assertThat(Files.readAllLines(Path.of("../docs/simulator.md"))).contains(row);
  }

  @Test
  void the_documentation_knows_no_other_faults() throws IOException {
    long rows =
        Files.readAllLines(Path.of("../docs/simulator.md")).stream()
            .dropWhile(line -> !line.equals("## Faults"))
            .filter(line -> line.matches("\\| `[a-z0-9.-]+` \\|.*"))
            .count();
    assertThat(rows).isEqualTo(Fault.values().length);
  }

  @Test
  void a_bare_number_is_a_status() throws InvalidFault {
    assertThat(FaultCall.parse("503")).isEqualTo(new FaultCall(Fault.STATUS, "503"));
  }

  @Test
  void every_form_of_hint_is_an_argument() {
    assertThat(Throttles.FORMS.stream().map(f -> f.replace("SECONDS", "30")))
        .allMatch(ArgKind.HINT::accepts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "reset",
        "cut=",
        "cut=-1",
        "cut=99999999999GiB",
        "status=99",
        "silence=1",
        "throttle=soon",
        "trickle=5",
        "content-type=a\r\nb",
        "reset-after=x"
      })
  void what_makes_no_sense_is_a_mistake(String text) {
    assertThatThrownBy(() -> FaultCall.parse(text)).isInstanceOf(InvalidFault.class);
  }

  @Test
  void a_fault_is_written_as_it_is_read() throws InvalidFault {
    for (String text : Arrays.asList("cut=5", "silence", "throttle=ms:1500")) {
      assertThat(FaultCall.parse(text)).hasToString(text);
    }
  }
}
