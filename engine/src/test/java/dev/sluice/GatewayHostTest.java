package dev.sluice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Operation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Applications whose JVM has not the options, or whose class path has not the jars, that the
/// gateway wants.
@Timeout(60)
class GatewayHostTest {
  private static final String NOTE = "calls run on the JDK's default scheduler";

  /// An application that starts two gateways, one after the other, and calls through each.
  static final class App {
    private App() {}

    public static void main(String[] args) throws Exception {
      String answer = "{\"choices\":[{\"message\":{\"content\":\"Hello\"}}]}";
      try (var upstream = FakeUpstream.saying(answer)) {
        for (int i = 0; i < 2; i++) {
          try (var gateway = Gateway.builder(upstream.config()).loops(1).start();
              Answer said =
                  gateway.call(Request.of(Operation.CHAT, "{\"model\":\"m\",\"messages\":[]}"))) {
            System.out.println(said.text().toList() + " " + gateway.loopsCarryCalls());
          }
        }
      }
    }
  }

  @Test
  void without_the_opened_package_calls_take_the_slower_way_and_the_log_says_so_once()
      throws Exception {
    String said = run(List.of(), List.of());
    assertThat(said.lines().filter("[Hello] false"::equals)).as(said).hasSize(2);
    assertThat(said.lines().filter(line -> line.contains(NOTE))).as(said).hasSize(1);
  }

  @Test
  void with_it_nothing_is_said() throws Exception {
    String said = run(List.of("--add-opens=java.base/java.lang=ALL-UNNAMED"), List.of());
    assertThat(said.lines().filter("[Hello] true"::equals)).as(said).hasSize(2);
    assertThat(said).doesNotContain(NOTE);
  }

  @Test
  void mixed_versions_of_netty_end_the_start_with_one_line(@TempDir Path jar) throws Exception {
    Path told = jar.resolve("META-INF/io.netty.versions.properties");
    Files.createDirectories(told.getParent());
    Files.writeString(told, "netty-common.version=4.1.128.Final\n");
    String said = run(List.of(), List.of(jar.toString()));
    assertThat(said.lines().filter(line -> line.contains("Exception")))
        .as(said)
        .singleElement()
        .asString()
        .contains(
            "IllegalStateException: versions of Netty are mixed: 4.1.128.Final (netty-common)")
        .contains("import io.netty:netty-bom");
  }

  /// Runs the application, and returns what it and its log say.
  ///
  /// @param path what stands in front of this process's class path
  private static String run(List<String> options, List<String> path)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    List<String> whole = new ArrayList<>(path);
    whole.add(System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", String.join(File.pathSeparator, whole), App.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
