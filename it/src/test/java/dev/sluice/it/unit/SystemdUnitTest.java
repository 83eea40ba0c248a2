package dev.sluice.it.unit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Durations;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The unit is one that systemd understands without a word, exposes little, and agrees with the
/// program that it starts.
class SystemdUnitTest {
  private static final Path ROOT = Path.of("..");
  private static final Path UNIT = ROOT.resolve("dist/systemd/sluice.service");
  private static final String INSTALLED = "/opt/sluice/";

  /// What a process says and returns.
  private record Result(int code, String said) {}

  @TempDir private Path folder;
  private String unit = "";

  @BeforeEach
  void read_the_unit() throws IOException {
    unit = Files.readString(UNIT);
  }

  @Test
  void systemd_understands_each_line() throws Exception {
    Result result = verify(unit);
    assertThat(result.said()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void a_misspelt_line_is_told() throws Exception {
    assertThat(verify(unit.replace("LimitNOFILE=", "LimitNOFILES=")).said())
        .contains("LimitNOFILES");
    assertThat(verify(unit.replace("Type=exec", "Type=excec")).said()).contains("excec");
  }

  @Test
  void the_exposure_is_at_most_3() throws Exception {
    Result result =
        run("systemd-analyze", "security", "--offline=true", "--threshold=30", UNIT.toString());
    assertThat(result.code()).as(result.said()).isZero();
  }

  @Test
  void it_starts_what_the_archive_has_with_a_command_that_there_is() {
    assertThat(value("ExecStart")).isEqualTo(INSTALLED + "sluice serve -c /etc/sluice/sluice.yaml");
    assertThat(ROOT.resolve("dist/sluice")).isRegularFile();
    assertThat(value("ConfigurationDirectory")).isEqualTo("sluice");
    assertThat(value("WorkingDirectory")).isEqualTo("%S/" + value("StateDirectory"));
  }

  /// Behind the calls the ledger may try for ten seconds to write what it has in memory.
  @Test
  void it_waits_longer_for_the_end_than_calls_and_ledger_may_take() throws ConfigProblem {
    Duration longest = ServerConfig.defaults().drain().patience().plusSeconds(10);
    assertThat(Durations.parse(value("TimeoutStopSec"))).isGreaterThan(longest);
  }

  /// The unit is read where the archive is not installed: with a program of that name elsewhere.
  private Result verify(String text) throws Exception {
    Path program = folder.resolve("sluice");
    if (!Files.exists(program)) {
      Files.createFile(
          program,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
    Path copy = folder.resolve("sluice.service");
    Files.writeString(copy, text.replace(INSTALLED, folder + "/"));
    return run("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", copy.toString());
  }

  private String value(String key) {
    List<String> values =
        unit.lines()
            .filter(line -> line.startsWith(key + "="))
            .map(line -> line.substring(key.length() + 1))
            .toList();
    assertThat(values).as(key).hasSize(1);
    return values.getFirst();
  }

  private static Result run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), said);
  }
}
