package dev.sluice.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The program's classes as a JVM has them in memory: most of a start goes into loading them else.
/// It lies beside the program's jar and is made once, by the first process that asks for it, from
/// what a gateway with a store, files and batches takes for its start and the calls of a warm-up.
final class ClassArchive {
  /// It reads prices, and has a provider that speaks TLS and does not exist.
  private static final String CONFIG =
      """
      server: {listen: "127.0.0.1:0"}
      admin: {listen: "127.0.0.1:0"}
      store: {path: "%1$s"}
      files: {folder: "%1$s-files"}
      batches: {}
      budgets: {all: [1USD/month]}
      providers: {nobody: {type: openai, url: "https://127.0.0.1:1", key: k, allow_private: true}}
      routes: {any: {models: ["*"], targets: [{provider: nobody}]}}
      """;

  private ClassArchive() {}

  /// The options by which a JVM uses it. A JVM that it does not fit goes on without it.
  ///
  /// @param jars of the program, its own first
  /// @param java the command that starts a JVM
  static List<String> options(List<Path> jars, List<String> java) {
    Path jar = jars.getFirst();
    Path archive = jar.resolveSibling("tests.jsa");
    try (FileChannel file = FileChannel.open(jar.resolveSibling("tests.lock"), CREATE, WRITE);
        FileLock _ = file.lock()) {
      if (!Files.exists(archive)
          || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
        make(archive, jars, java);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:aot*=off", "-Xlog:cds*=off");
  }

  /// As `-cp` has it.
  static String classPath(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /// Under another name first, so that an archive that was interrupted is none.
  private static void make(Path archive, List<Path> jars, List<String> java)
      throws IOException, InterruptedException {
    Path made = archive.resolveSibling("tests.jsa.new");
    Path folder = Files.createDirectories(archive.resolveSibling("tests-jsa"));
    Path config = folder.resolve("sluice.yaml");
    Files.writeString(config, CONFIG.formatted(folder.resolve("data")));
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of("-XX:ArchiveClassesAtExit=" + made, "-Dsluice.warm-up.calls=40"));
    command.addAll(List.of("-cp", classPath(jars), Main.class.getName()));
    command.addAll(List.of("serve", "-c", config.toString()));
    ProcessBuilder serve = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
    serve.environment().put("XDG_RUNTIME_DIR", folder.toString());
    int code = endWhenReady(serve.start());
    if (code != 0) {
      throw new IllegalStateException(String.join(" ", command) + " has ended with " + code);
    }
    Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
  }

  private static int endWhenReady(Process serve) throws IOException, InterruptedException {
    try (BufferedReader out = serve.inputReader()) {
      String _ = out.readLine();
      boolean _ = serve.toHandle().destroy();
      long _ = out.transferTo(Writer.nullWriter());
    }
    return serve.waitFor();
  }
}
