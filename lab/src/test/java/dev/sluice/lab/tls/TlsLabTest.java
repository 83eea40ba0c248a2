package dev.sluice.lab.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.TestProgram;
import dev.sluice.lab.load.GatewayProgram;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsLabTest {
  @Test
  void memory_and_time_are_told_without_tls_and_with_it(@TempDir Path folder) throws Exception {
    var said = new ByteArrayOutputStream();
    var program = new GatewayProgram(TestProgram.java(), TestProgram.program());
    assertThat(TlsLab.run(folder, program, 5, new PrintStream(said))).isZero();
    assertThat(said.toString(UTF_8).lines())
        .satisfiesExactly(
            plain -> assertThat(plain).startsWith("without TLS  5 idle connections: "),
            tls ->
                assertThat(tls)
                    .startsWith("with TLS     5 idle connections: ")
                    .doesNotContain(" 0.0 KiB"));
  }
}
