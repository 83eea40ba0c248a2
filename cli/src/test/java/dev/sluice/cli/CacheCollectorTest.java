package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.Program;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.testing.LongForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// With real processes, since a process is what is replaced.
@Timeout(60)
class CacheCollectorTest {
  private static final String G1 = "-XX:+UseG1GC";

  @TempDir private Path folder;

  /// The one that the start scripts ask for, and the other one that stops all calls.
  private static List<String> collectors() {
    return LongForm.isOn()
        ? List.of("-XX:+UseSerialGC", "-XX:-UseSerialGC -XX:+UseParallelGC")
        : List.of("-XX:+UseSerialGC");
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void a_large_cache_is_collected_beside_the_calls_in_the_same_process(String collector)
      throws Exception {
    // A young generation of a fixed size, as the start scripts ask for.
    List<String> options =
        List.of((collector + " -XX:NewSize=24m -XX:MaxNewSize=24m -Xmx256m").split(" ", -1));
    try (Child gateway = new Child(folder, options, "serve", "-c", config("65MiB"))) {
      assertThat(gateway.arguments()).contains(G1, "-cp", "serve");
      assertThat(gateway.err())
          .contains("collector  one that works beside the calls, for caches of 65 MiB\n");
      assertThat(gateway.open("/lib/modules")).as("descriptors of the JDK's classes").isEqualTo(1);
      gateway.signal("TERM");
      assertThat(gateway.end()).isZero();
    }
  }

  @Test
  void a_small_one_leaves_the_process_as_it_is() {
    SluiceConfig small = ConfigFile.of(Doc.parse("sluice.yaml", text("64MiB"), Map.of())).config();
    Supplier<Optional<Program>> unasked =
        () -> {
          throw new AssertionError("it is about to be executed again");
        };
    assertThat(CacheCollector.choose(small, console(Map.of(), unasked)))
        .isEqualTo(new CacheCollector(false, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-Xmx1g -XX:+UseSerialGC|-jar|_JAVA_OPTIONS asks for -XX:+UseSerialGC",
        "-Xmx1g|-XX:+UseG1GC|-XX:+UseG1GC is among its options and has no effect",
        "-Xmx1g|-Xmx1g|it was started without -jar and -cp",
      })
  void a_process_that_cannot_change_says_why(String last, String own, String why) {
    var program = Optional.of(new Program("java", List.of(own)));
    assertThat(CacheCollector.execute(console(Map.of("_JAVA_OPTIONS", last), program)))
        .isEqualTo(why);
  }

  @Test
  void a_system_that_does_not_tell_is_named_too() {
    assertThat(CacheCollector.execute(console(Map.of(), Optional.empty())))
        .isEqualTo("the system does not tell how it was started");
  }

  private static Console console(Map<String, String> env, Optional<Program> program) {
    return console(env, () -> program);
  }

  private static Console console(Map<String, String> env, Supplier<Optional<Program>> program) {
    return new Console(
        InputStream.nullInputStream(),
        System.out,
        System.err,
        OutputStream.nullOutputStream(),
        env,
        _ -> () -> {},
        program);
  }

  private String config(String cache) throws IOException {
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(file, text(cache));
    return file.toString();
  }

  private static String text(String cache) {
    return """
        server: {listen: "127.0.0.1:0", bodies: 64MiB}
        admin: {listen: "127.0.0.1:0"}
        providers: {up: {type: openai, url: "http://127.0.0.1:1/v1", key: k, allow_private: true}}
        routes: {all: {models: [m], targets: [{provider: up}], cache: {max: %s}}}
        """
        .formatted(cache);
  }
}
