package dev.sluice.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// The program's classes as a JVM has them in memory: most of a start goes into loading them else.
/// It lies beside the program's jar and is made once, by the first process that asks for it.
final class ClassArchive {
  /// Calls of each kind, and not the tens of thousands that profiles take.
  private static final String FEW = "200";

  private ClassArchive() {}

  /// The options by which a JVM uses it. A JVM that it does not fit goes on without it.
  ///
  /// @param jar of the program
  /// @param java the command that starts a JVM
  static List<String> options(Path jar, List<String> java) {
    Path archive = jar.resolveSibling("tests.jsa");
    try (FileChannel file = FileChannel.open(jar.resolveSibling("tests.lock"), CREATE, WRITE);
        FileLock _ = file.lock()) {
      if (!Files.exists(archive)
          || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
        make(archive, jar, java);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:aot*=off", "-Xlog:cds*=off");
  }

  /// Under another name first, so that an archive that was interrupted is none.
  private static void make(Path archive, Path jar, List<String> java)
      throws IOException, InterruptedException {
    Path made = archive.resolveSibling("tests.jsa.new");
    List<String> command = new ArrayList<>(java);
    command.add("-XX:ArchiveClassesAtExit=" + made);
    command.addAll(List.of("-cp", jar.toString(), Main.class.getName()));
    command.addAll(List.of("rehearse", "--calls", FEW));
    int code =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException(String.join(" ", command) + " has ended with " + code);
    }
    Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
  }
}
