package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The sizes of heap and buffers that `dist/memory.sh` computes, and `dist/launcher.c` in the
/// image, with a folder in place of `/`.
@ParameterizedClass
@EnumSource
class MemoryScriptTest {
  private static final long MIB = 1024 * 1024;

  /// What computes them.
  enum Start {
    SCRIPT,
    LAUNCHER
  }

  @TempDir private static Path programs;
  @Parameter private Start start = Start.SCRIPT;
  @TempDir private Path system;
  private String print = "$memory";
  private String command = "serve";

  /// Its `/` is the folder in which it is started.
  @BeforeAll
  static void compile() throws IOException {
    run(
        new ProcessBuilder(
            "cc",
            "-std=c11",
            "-D_GNU_SOURCE",
            "-DROOT=\".\"",
            "-o",
            program().toString(),
            "../dist/launcher.c"));
  }

  private static Path program() {
    return programs.resolve("sluice");
  }

  @Test
  void without_a_limit_heap_and_buffers_have_two_gibibytes_each() throws IOException {
    machine(24_000);
    assertThat(options()).startsWith("-Xmx2048m -XX:MaxDirectMemorySize=2048m");
  }

  /// 85 % of 512 are 435; less 128 for the runtime, halved: 153.
  @Test
  void the_smallest_limit_of_nested_control_groups_counts() throws IOException {
    machine(24_000);
    write("proc/self/cgroup", "0::/pod/container");
    write("sys/fs/cgroup/pod/container/memory.max", "max");
    write("sys/fs/cgroup/pod/memory.max", "" + 512 * MIB);
    write("sys/fs/cgroup/memory.max", "" + 4096 * MIB);
    assertThat(options())
        .isEqualTo("-Xmx153m -XX:MaxDirectMemorySize=153m -Dsluice.memory=512:153");
  }

  /// Inside of a container the file of version 1 names a folder that only the host has.
  @Test
  void version_1_is_read_where_the_container_has_it() throws IOException {
    machine(24_000);
    write("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/docker/0815");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "" + 1024 * MIB);
    assertThat(options()).startsWith("-Xmx371m ");
  }

  @Test
  void the_number_of_version_1_for_no_limit_is_none() throws IOException {
    machine(24_000);
    write("proc/self/cgroup", "4:memory:/");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
    assertThat(options()).startsWith("-Xmx2048m ");
  }

  @Test
  void a_small_machine_limits_like_a_container() throws IOException {
    machine(1024);
    assertThat(options()).startsWith("-Xmx371m ");
  }

  @Test
  void a_system_that_says_nothing_gets_the_usual_sizes() throws IOException {
    assertThat(options())
        .isEqualTo("-Xmx2048m -XX:MaxDirectMemorySize=2048m -Dsluice.memory=0:2048");
  }

  @Test
  void too_small_a_limit_is_told_with_the_smallest_that_works() throws IOException {
    machine(24_000);
    write("proc/self/cgroup", "0::/");
    write("sys/fs/cgroup/memory.max", "" + 128 * MIB);
    assertThatThrownBy(this::options)
        .hasMessageContaining("may use 128 MiB of memory, and the smallest that works is 264");
    write("sys/fs/cgroup/memory.max", "" + 264 * MIB);
    assertThat(options()).startsWith("-Xmx48m ");
  }

  @Test
  void what_is_asked_for_outweighs_the_limit() throws IOException {
    machine(24_000);
    assertThat(options("SLUICE_MEMORY", "16000")).startsWith("-Xmx6736m ");
  }

  @ParameterizedTest
  @CsvSource({
    "serve, 2048",
    "demo, 2048",
    "validate, 2048",
    "store, 2048",
    "apply, 64",
    "audit, 64",
    "budgets, 64",
    "calls, 64",
    "forget, 64",
    "keys, 64",
    "reload, 64",
    "report, 64",
    "spend, 64",
    "teams, 64"
  })
  void a_command_that_asks_a_gateway_is_small_beside_it(String asked, String heap)
      throws IOException {
    machine(24_000);
    command = asked;
    assertThat(options()).startsWith("-Xmx" + heap + "m -XX:MaxDirectMemorySize=" + heap + "m ");
  }

  @Test
  void a_size_with_a_unit_is_refused() {
    assertThatThrownBy(() -> options("SLUICE_MEMORY", "4G"))
        .hasMessageContaining("SLUICE_MEMORY is \"4G\", which is not a number of MiB such as 4096");
  }

  @Test
  void the_c_library_keeps_two_heaps_unless_the_environment_says_otherwise() throws IOException {
    machine(64 * 1024);
    print = "$MALLOC_ARENA_MAX";
    assertThat(options()).isEqualTo("2");
    assertThat(options("MALLOC_ARENA_MAX", "8")).isEqualTo("8");
  }

  private void machine(int mib) throws IOException {
    write("proc/meminfo", "MemTotal:       " + mib * 1024L + " kB");
  }

  private void write(String name, String text) throws IOException {
    Path file = system.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private String options(String... environment) throws IOException {
    ProcessBuilder program = start == Start.SCRIPT ? script() : launcher();
    program.environment().remove("SLUICE_MEMORY");
    program.environment().remove("MALLOC_ARENA_MAX");
    if (environment.length > 0) {
      program.environment().putAll(Map.of(environment[0], environment[1]));
    }
    return run(program);
  }

  private ProcessBuilder script() {
    String script =
        ". ../dist/memory.sh && sluice_memory \"$0\" \"$1\" && printf %s \"" + print + "\"";
    return new ProcessBuilder("sh", "-euc", script, system.toString(), command);
  }

  /// The launcher, for a `/` whose Java prints what it was given between its options and what it
  /// runs.
  private ProcessBuilder launcher() throws IOException {
    write(
        "opt/sluice/runtime/bin/java",
        "#!/bin/sh\nmemory=\"$2 $3 $4\"\nprintf %s \"" + print + "\"");
    Files.setPosixFilePermissions(
        system.resolve("opt/sluice/runtime/bin/java"),
        PosixFilePermissions.fromString("rwxr-xr-x"));
    return new ProcessBuilder(program().toString(), command).directory(system.toFile());
  }

  private static String run(ProcessBuilder program) throws IOException {
    Process running = program.redirectErrorStream(true).start();
    String output = new String(running.getInputStream().readAllBytes(), UTF_8);
    if (running.onExit().join().exitValue() != 0) {
      throw new IOException(output);
    }
    return output;
  }
}
