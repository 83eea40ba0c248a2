package dev.sluice.it.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Run;
import dev.sluice.lab.command.LabMain;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabOverheadTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--at-most=1.02|--at-most is a bound for --against REF, which is missing",
        "--against=HEAD --rounds=5|5 rounds of 5 seconds: a comparison takes 6 to 1000 rounds",
        "--against=HEAD --only=SAVINGS|SAVINGS cannot be compared with another revision",
        "--against=HEAD --at-most=0|a ratio of at most 0.0 cannot be",
        "--against=HEAD --default-scheduler|--default-scheduler does not go with --against",
        "--against=HEAD --provider=8080|--peer and --provider do not go with --against",
        "--peer=other|'other' is no peer: write NAME=URL,PID",
        "--peer=other=127.0.0.1:80,1|'127.0.0.1:80' is no URL of a peer: write http://HOST:PORT/PATH",
        "--peer=other=http://127.0.0.1:80,x|there is no process 'x'",
        "--peer=nginx=http://127.0.0.1:80,1|'nginx' is a contender's own name",
        "--against=HEAD|start this with ./sluice",
      })
  void options_that_make_no_sense_are_refused(String options, String why) {
    Run run = Run.by(LabMain::run, ("lab overhead " + options).split(" ", -1));
    assertThat(run.err()).contains(why);
    assertThat(run.code()).isEqualTo(3);
  }
}
