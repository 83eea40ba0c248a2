package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The script at the root, in a tree of its own (its path has a space), with a JDK and a Maven that
/// only say that they were called.
final class ScriptTree {
  /// What a Maven does that builds.
  static final String BUILDS =
      "echo \"mvn $*\" >> \"$ROOT/calls\"; mkdir -p cli/target; touch cli/target/sluice.jar";

  private final Path root;
  private final Path jdk;

  ScriptTree(Path folder) throws IOException {
    root = Files.createDirectory(folder.resolve("a tree"));
    Files.copy(Path.of("../sluice"), root.resolve("sluice"));
    for (String name :
        List.of("core/src/main", "cli/src/main", ".mvn", "bin", "dist", "docs/design")) {
      Files.createDirectories(root.resolve(name));
    }
    for (String file :
        List.of("pom.xml", "core/pom.xml", "cli/pom.xml", "core/src/main/A.java", "docs/a.md")) {
      Files.writeString(root.resolve(file), "");
    }
    for (String file : List.of("memory.sh", "publish.sh")) {
      Files.copy(Path.of("../dist", file), root.resolve("dist").resolve(file));
    }
    Files.writeString(root.resolve("cli/jvm.options"), "-Xmx1m\n");
    Files.writeString(root.resolve("cli/rehearsal.options"), "-Xmx1m\n");
    jdk = jdk("jdk", "25.0.1");
    maven("3.9.0", BUILDS);
  }

  /// What is put on the PATH as `mvn`: it tells its version, and then does what `text` says.
  void maven(String version, String text) throws IOException {
    program("bin/mvn", "[ $1 != -v ] || { echo Apache Maven " + version + "; exit; }\n" + text);
  }

  /// A Maven whose build fails with this log.
  void failingMaven(String log) throws IOException {
    maven("3.6.3", "cat <<'END'\n" + log + "\nEND\nexit 1");
  }

  /// A JDK whose programs say that they were called, and by what name.
  Path jdk(String name, String version) throws IOException {
    Path home = root.resolve("jdks").resolve(name);
    program("jdks/" + name + "/bin/java", "echo " + name + " \"$@\"; exit ${EXIT:-0}");
    program("jdks/" + name + "/bin/javac", "echo javac " + version);
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  void program(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// Makes the tree look built.
  void built() throws IOException {
    Path target = Files.createDirectories(root.resolve("cli/target"));
    Files.writeString(target.resolve("sluice.jar"), "");
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    Files.setLastModifiedTime(Files.writeString(target.resolve("built"), ""), later);
  }

  record Result(int code, String out, String err) {}

  Result run(Map<String, String> env, Path script, String... args) {
    try {
      List<String> command = new ArrayList<>(List.of("bash", script.toString()));
      command.addAll(List.of(args));
      ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
      builder.environment().put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
      builder.environment().put("ROOT", root.toString());
      builder.environment().put("JAVA_HOME", jdk.toString());
      builder.environment().putAll(env);
      Path err = root.resolve("err");
      Process process = builder.redirectError(err.toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), out, Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Result run(String... args) {
    return run(Map.of(), root.resolve("sluice"), args);
  }

  Path root() {
    return root;
  }

  Path jdk() {
    return jdk;
  }

  String calls() throws IOException {
    Path calls = root.resolve("calls");
    return Files.exists(calls) ? Files.readString(calls) : "";
  }

  /// Makes the JDK write down how it was called, and write the cache that it is told to.
  void takesNotes() throws IOException {
    program(
        "jdks/jdk/bin/java",
        """
        echo "$*" >> "$ROOT/calls"
        for option; do
          case $option in -XX:AOTCacheOutput=*) echo noted > "${option#*=}" ;; esac
        done""");
  }
}
