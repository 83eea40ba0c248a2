package dev.sluice.dist.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// What is wrong with the three jars of an artifact.
final class JarRules {
  private JarRules() {}

  static List<String> ofClasses(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return Stream.concat(
              module(file.getManifest()).isEmpty()
                  ? Stream.of("its jar has no Automatic-Module-Name")
                  : Stream.of(),
              has(file, ".class") ? Stream.of() : Stream.of("its jar has no classes"))
          .toList();
    }
  }

  /// Returns the name of the jar's module; empty where it has none.
  static String moduleOf(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return module(file.getManifest());
    }
  }

  private static String module(Manifest manifest) {
    String name = manifest.getMainAttributes().getValue("Automatic-Module-Name");
    return name == null ? "" : name;
  }

  static List<String> ofSources(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return has(file, ".java") ? List.of() : List.of("its jar of sources has none");
    }
  }

  static List<String> ofJavadoc(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return has(file, "index.html") ? List.of() : List.of("its jar of javadoc has no index.html");
    }
  }

  private static boolean has(JarFile jar, String ending) {
    return jar.stream().anyMatch(entry -> entry.getName().endsWith(ending));
  }
}
