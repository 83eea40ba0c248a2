package dev.sluice.it.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Run;
import dev.sluice.lab.command.LabMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabAdmitTest {
  @TempDir private Path folder;

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("two.csv"), text).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--load=0|the load 0.0 is not within 0.01 to 100",
        "--seeds=0|0 seeds are not within 1 to 1000",
        "--bands=10,20,30,0|give four numbers that add up to 100",
        "--deadline=soon|`soon` must be a duration with its unit, such as 250ms, 10s, 5m or 1h",
        "--bucket=1ms|the bucket must be 1s to 10m",
        "--trace=none.csv|there is no file none.csv",
      })
  void an_option_that_makes_no_sense_is_wrong_usage(String option, String why) {
    Run run = Run.by(LabMain::run, "lab", "admit", option);
    assertThat(run.err()).contains(why);
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void a_wrong_row_is_named_with_its_place() throws IOException {
    String file = file("TIMESTAMP,ContextTokens,GeneratedTokens\n1,100,10\n2,x,10\n");
    Run run = Run.by(LabMain::run, "lab", "admit", "--trace", file);
    assertThat(run.err()).contains(file + ":3: ContextTokens: `x` is no number of tokens");
    assertThat(run.code()).isEqualTo(2);
  }
}
