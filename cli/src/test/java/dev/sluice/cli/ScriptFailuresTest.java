package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the script at the root says where something is missing or a build fails.
class ScriptFailuresTest {
  @TempDir private Path folder;
  private ScriptTree tree;

  @BeforeEach
  void lay_out_a_tree() throws IOException {
    tree = new ScriptTree(folder);
  }

  private void assertFailsWith(String reason, String log) throws IOException {
    tree.failingMaven(log);
    ScriptTree.Result result = tree.run("x");
    assertThat(result.err())
        .startsWith("sluice: " + reason + "\n")
        .endsWith("the whole log: " + tree.root() + "/.sluice/build.log\n");
    assertThat(tree.root().resolve(".sluice/build.log")).content().isEqualTo(log + "\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(3);
  }

  @Test
  void a_failed_compilation_shows_the_compiler_s_first_error_first() throws IOException {
    assertFailsWith(
        "core/A.java:[3,1] cannot find symbol\n  symbol:   class B",
        """
        WARNING: A restricted method in java.lang.System has been called
        [INFO] Scanning for projects...
        [WARNING] COMPILATION WARNING :
        [WARNING] %1$s/core/A.java:[1,1] found raw type: List
        [ERROR] COMPILATION ERROR :
        [ERROR] %1$s/core/A.java:[3,1] cannot find symbol
          symbol:   class B
        [INFO] 1 error
        [ERROR] Failed to execute goal compile: Compilation failure -> [Help 1]"""
            .formatted(tree.root()));
  }

  @Test
  void a_warning_that_is_fatal_is_the_reason() throws IOException {
    assertFailsWith(
        "core/A.java:[1,1] found raw type: List",
        """
        [WARNING] COMPILATION WARNING :
        [WARNING] %1$s/core/A.java:[1,1] found raw type: List
        [INFO] 1 warning
        [ERROR] COMPILATION ERROR :
        [ERROR] %1$s/core/A.java: warnings found and -Werror specified"""
            .formatted(tree.root()));
  }

  @Test
  void a_broken_rule_is_the_reason() throws IOException {
    assertFailsWith(
        "Detected JDK 17 is not in the allowed range [25,26).",
        """
        [ERROR] Failed to execute goal enforce (rules) on project sluice-parent:\s
        [ERROR] Rule 0: RequireJavaVersion failed with message:
        [ERROR] Detected JDK 17 is not in the allowed range [25,26).
        [ERROR] -> [Help 1]""");
  }

  @Test
  void an_artifact_that_cannot_be_fetched_is_the_reason() throws IOException {
    assertFailsWith(
        "Could not transfer artifact a:b:pom:1 from/to central: Unknown host\n"
            + "sluice: a build fetches what it needs once: it takes a network, a proxy or mirror named"
            + " in ~/.m2/settings.xml, or the ~/.m2/repository of a machine that has built this",
        """
        [ERROR] [ERROR] Some problems were encountered while processing the POMs:
        [ERROR] Non-resolvable POM: Could not transfer artifact a:b:pom:1 from/to central: Unknown host
        [ERROR] The build could not read 1 project -> [Help 1]""");
  }

  @Test
  void what_comes_instead_of_a_log_of_maven_is_the_reason() throws IOException {
    assertFailsWith("it is broken", "it is broken");
  }

  @Test
  void an_old_maven_fetches_a_newer_one_that_builds() throws IOException {
    String script = Files.readString(tree.root().resolve("sluice"));
    String newer = "apache-maven-" + script.replaceAll("(?s).*NEWER_MAVEN=([0-9.]+).*", "$1");
    tree.program("newer/" + newer + "/bin/mvn", ScriptTree.BUILDS);
    tree.maven("3.5.4", "tar -czf %1$s-bin.tar.gz -C \"$ROOT/newer\" %1$s".formatted(newer));
    assertThat(tree.run("x").err()).isEmpty();
    assertThat(tree.calls()).hasLineCount(1).contains("package");
  }

  @Test
  void an_old_maven_that_can_fetch_no_newer_one_is_named() throws IOException {
    tree.maven("3.5.4", "exit 1");
    ScriptTree.Result result = tree.run("x");
    assertThat(result.err())
        .startsWith(
            "sluice: "
                + tree.root()
                + "/bin/mvn is Maven 3.5.4, 3.6.3 or later is needed and could not be fetched: ");
    assertThat(result.code()).isEqualTo(3);
  }

  @Test
  void what_is_fetched_stays_here_where_the_home_cannot_be_written() throws IOException {
    tree.run(Map.of("HOME", tree.root() + "/pom.xml"), tree.root().resolve("sluice"));
    assertThat(tree.calls()).contains("-Dmaven.repo.local=" + tree.root() + "/.sluice/repository ");
  }

  @Test
  void what_is_built_starts_where_nothing_can_be_written() throws IOException {
    tree.built();
    Files.writeString(tree.root().resolve(".sluice"), "in the way");
    assertThat(tree.run("x").code()).isZero();
    Files.delete(tree.root().resolve("cli/target/built"));
    assertThat(tree.run("x").err())
        .startsWith("sluice: " + tree.root() + " cannot be written, and ");
  }

  @Test
  void a_java_home_that_was_passed_over_is_named_after_the_build() throws IOException {
    Path old = tree.jdk("old", "17.0.9");
    String path =
        tree.root().resolve("bin") + ":" + tree.jdk().resolve("bin") + ":" + System.getenv("PATH");
    Map<String, String> env = Map.of("JAVA_HOME", old.toString(), "PATH", path);
    assertThat(tree.run(env, tree.root().resolve("sluice")).err())
        .isEqualTo(
            "sluice: JAVA_HOME=%s is a JDK 17.0.9, not 25, and is not used: %s is\n"
                .formatted(old, tree.jdk()));
    assertThat(tree.run(env, tree.root().resolve("sluice")).err()).isEmpty();
  }

  @Test
  void who_has_no_jdk_is_told_what_helps_on_that_system() throws IOException {
    assertThat(help("ID=debian\nVERSION_ID=\"12\"")).startsWith("unpack a JDK 25 archive");
    assertThat(help("ID=debian\nVERSION_ID=\"13\"")).startsWith("apt-get install openjdk-25-jdk");
    assertThat(help("ID=ubuntu\nVERSION_ID=\"20.04\"")).startsWith("unpack a JDK 25 archive");
    assertThat(help("ID=ubuntu\nVERSION_ID=\"24.04\""))
        .startsWith("apt-get install openjdk-25-jdk");
    assertThat(help("ID=rocky\nID_LIKE=\"rhel fedora\"")).startsWith("dnf install java-25-openjdk");
    assertThat(help("ID=alpine")).startsWith("apk add openjdk25");
    assertThat(help("ID=arch")).startsWith("pacman -S jdk25-openjdk");
    assertThat(help("ID=opensuse-leap\nID_LIKE=\"suse opensuse\"")).startsWith("zypper install");
    assertThat(help("ID=plan9")).startsWith("unpack a JDK 25 archive");
  }

  /// What the script says helps on a system with this `os-release`, where no JDK is found.
  private String help(String release) throws IOException {
    Path file = Files.writeString(tree.root().resolve("os-release"), release);
    String script =
        Files.readString(Path.of("../sluice"))
            .replace("/etc/os-release", "\"" + file + "\"")
            .replaceAll("(?s)\nneed_jdk\n.*", "\njdk_help\n");
    Path helping = Files.writeString(tree.root().resolve("helping"), script);
    return tree.run(Map.of(), helping).out();
  }
}
