package dev.sluice.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// A jar of the program's classes, which lie in a folder while its own module is tested: a JVM
/// takes an archive of classes for jars alone. It is made once, by the first process that asks.
final class TestJar {
  /// Names the jars that come along with the program, once they have been made.
  private static final String LIBRARIES = "/runtime-jars";

  private TestJar() {}

  /// The jar, and those of its libraries behind it.
  ///
  /// @param classes the folder of the program's classes
  /// @return empty where another module's classes lie in a folder, too
  static List<Path> of(Path classes) {
    try (FileChannel file =
            FileChannel.open(classes.resolveSibling("tests-jar.lock"), CREATE, WRITE);
        FileLock _ = file.lock()) {
      List<Path> libraries = libraries();
      if (libraries.isEmpty()) {
        return List.of();
      }
      Path jar = classes.resolveSibling("sluice-tested.jar");
      if (!Files.exists(jar) || Files.getLastModifiedTime(jar).compareTo(newest(classes)) < 0) {
        make(jar, classes);
      }
      return Stream.concat(Stream.of(jar), libraries.stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Those of the list, where each is a jar that these tests run with.
  private static List<Path> libraries() throws IOException {
    try (InputStream list = TestJar.class.getResourceAsStream(LIBRARIES)) {
      if (list == null) {
        return List.of();
      }
      String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
      List<String> names = List.of(text.strip().split(File.pathSeparator, -1));
      Set<String> ours =
          Set.copyOf(List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
      boolean whole =
          names.stream()
              .allMatch(name -> ours.contains(name) && Files.isRegularFile(Path.of(name)));
      return whole ? names.stream().map(Path::of).toList() : List.of();
    }
  }

  private static FileTime newest(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(TestJar::changed).max(FileTime::compareTo).orElseThrow();
    }
  }

  private static FileTime changed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Under another name first, so that a jar that was interrupted is none.
  private static void make(Path jar, Path classes) throws IOException {
    Path made = jar.resolveSibling(jar.getFileName() + ".new");
    try (Stream<Path> files = Files.walk(classes).filter(Files::isRegularFile);
        var out = new JarOutputStream(Files.newOutputStream(made))) {
      for (Path file : files.sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
  }
}
