package dev.sluice.dist.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/// The `target` folders of two modules, a library and a BOM, as a build leaves them.
final class Targets {
  static final String DEPENDENCY =
      "<dependencies><dependency><groupId>io.netty</groupId><artifactId>netty-buffer</artifactId>"
          + "<version>4.2.20.Final</version></dependency></dependencies>";

  private final Path folder;

  Targets(Path folder) throws IOException {
    this.folder = folder;
    pom("sluice-call", "jar", DEPENDENCY);
    jar("sluice-call", "sluice-call-1.0.jar", "dev/sluice/Call.class");
    jar("sluice-call", "sluice-call-1.0-sources.jar", "dev/sluice/Call.java");
    jar("sluice-call", "sluice-call-1.0-javadoc.jar", "index.html");
    pom(
        "sluice-bom",
        "pom",
        "<dependencyManagement><dependencies><dependency><groupId>dev.sluice</groupId>"
            + "<artifactId>sluice-call</artifactId><version>1.0</version></dependency>"
            + "</dependencies></dependencyManagement>");
  }

  Path library() {
    return folder.resolve("sluice-call");
  }

  Path bom() {
    return folder.resolve("sluice-bom");
  }

  /// Writes the pom of a module.
  ///
  /// @param rest further elements
  void pom(String name, String packaging, String rest) throws IOException {
    Path target = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        target.resolve("published-pom.xml"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>dev.sluice</groupId>
          <artifactId>%s</artifactId>
          <version>1.0</version>
          <packaging>%s</packaging>
          <name>A library</name>
          <description>What it is.</description>
          <url>https://sluice.example</url>
          <licenses><license><name>Apache-2.0</name><url>https://l.example</url></license></licenses>
          <developers><developer><name>All</name><organization>Us</organization></developer></developers>
          <scm><connection>scm:git:x</connection><url>https://sluice.example</url></scm>
          %s
        </project>
        """
            .formatted(name, packaging, rest));
  }

  /// Writes a jar with one empty entry, of a module that is called as the artifact is.
  void jar(String name, String jar, String entry) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Automatic-Module-Name", name);
    Path file = folder.resolve(name).resolve(jar);
    try (var out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      out.putNextEntry(new ZipEntry(entry));
      out.closeEntry();
    }
  }
}
