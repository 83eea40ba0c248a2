package dev.sluice.dist.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a repository has of one module.
///
/// @param pom without a parent, variables or libraries of tests
record Artifact(Pom pom) {

  /// Reads the pom of an artifact.
  ///
  /// @throws CannotPublishException if its version is a SNAPSHOT
  static Artifact of(Path pom) throws IOException {
    var artifact = new Artifact(Pom.read(pom));
    if (artifact.version().endsWith("-SNAPSHOT")) {
      throw new CannotPublishException(
          "%s has the version %s, and a SNAPSHOT is no release: set a version in the poms"
              .formatted(artifact.id(), artifact.version()));
    }
    return artifact;
  }

  String id() {
    return pom.artifactId();
  }

  String version() {
    return pom.text("version");
  }

  /// Whether the artifact is a pom alone, as a BOM is.
  boolean isPom() {
    return pom.text("packaging").equals("pom");
  }

  /// The folder of all versions, relative to the repository's.
  Path versions() {
    return Path.of(pom.text("groupId").replace('.', '/'), id());
  }

  /// The files of this version by their names, each with the file that a build has left for it in
  /// the module's `target`.
  Map<String, Path> files(Path target) {
    String base = id() + "-" + version();
    Map<String, Path> files = new LinkedHashMap<>();
    files.put(base + ".pom", target.resolve("published-pom.xml"));
    if (!isPom()) {
      for (String kind : new String[] {".jar", "-sources.jar", "-javadoc.jar"}) {
        files.put(base + kind, target.resolve(base + kind));
      }
    }
    return files;
  }
}
