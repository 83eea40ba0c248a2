package dev.sluice.dist.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads a repository folder as the central repository would, and says what is wrong with one
/// version of it.
final class RepositoryCheck {
  private final Path group;
  private final String version;
  private final Map<Path, Pom> poms = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  private RepositoryCheck(Path repository, String groupId, String version) {
    this.group = repository.resolve(groupId.replace('.', '/'));
    this.version = version;
  }

  /// Checks all artifacts of a version.
  ///
  /// @return what is wrong, a line each; empty where the folder may be published
  static List<String> problems(Path repository, String groupId, String version) throws IOException {
    var check = new RepositoryCheck(repository, groupId, version);
    check.run(groupId);
    return check.problems;
  }

  private void run(String groupId) throws IOException {
    for (Path folder : folders()) {
      Path pom = folder.resolve(base(folder) + ".pom");
      if (Files.exists(pom)) {
        poms.put(folder, Pom.read(pom));
      } else {
        problems.add(pom + " is missing");
      }
    }
    if (poms.isEmpty()) {
      problems.add(group + " holds nothing of version " + version);
    }
    var rules =
        new PomRules(
            groupId, poms.values().stream().map(Pom::artifactId).collect(Collectors.toSet()));
    for (Map.Entry<Path, Pom> each : poms.entrySet()) {
      check(each.getKey(), new Artifact(each.getValue()), rules);
    }
    checkModuleNames();
    problems.sort(null);
  }

  private List<Path> folders() throws IOException {
    if (!Files.isDirectory(group)) {
      return List.of();
    }
    try (Stream<Path> artifacts = Files.list(group)) {
      return artifacts
          .map(artifact -> artifact.resolve(version))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }

  private String base(Path folder) {
    return group.relativize(folder).getName(0) + "-" + version;
  }

  private void check(Path folder, Artifact artifact, PomRules rules) throws IOException {
    add(artifact, rules.problems(artifact.pom()));
    if (artifact.isPom()) {
      add(artifact, rules.unmanaged(artifact.pom()));
    } else {
      checkJars(folder, artifact);
    }
    checkFiles(folder, artifact);
    checkSignatures(folder, artifact);
    Path metadata = folder.resolveSibling(Metadata.NAME);
    if (!Files.exists(metadata)
        || !Files.readString(metadata).contains("<version>" + version + "</version>")) {
      add(artifact, List.of(Metadata.NAME + " does not name version " + version));
    } else {
      add(artifact, Sums.problems(metadata));
    }
  }

  private void checkFiles(Path folder, Artifact artifact) throws IOException {
    for (String name : artifact.files(folder).keySet()) {
      Path file = folder.resolve(name);
      add(artifact, Files.exists(file) ? Sums.problems(file) : List.of(name + " is missing"));
    }
  }

  private void checkJars(Path folder, Artifact artifact) throws IOException {
    Path jar = folder.resolve(base(folder) + ".jar");
    Path sources = folder.resolve(base(folder) + "-sources.jar");
    Path javadoc = folder.resolve(base(folder) + "-javadoc.jar");
    add(artifact, Files.exists(jar) ? JarRules.ofClasses(jar) : List.of());
    add(artifact, Files.exists(sources) ? JarRules.ofSources(sources) : List.of());
    add(artifact, Files.exists(javadoc) ? JarRules.ofJavadoc(javadoc) : List.of());
  }

  /// One file with a signature asks for one beside each.
  private void checkSignatures(Path folder, Artifact artifact) {
    List<Path> files =
        artifact.files(folder).keySet().stream()
            .map(folder::resolve)
            .filter(Files::exists)
            .toList();
    if (files.stream().noneMatch(file -> Files.exists(Signer.beside(file)))) {
      return;
    }
    for (Path file : files) {
      if (!Signer.isSigned(file)) {
        add(artifact, List.of(file.getFileName() + " has no signature that gpg can prove"));
      }
    }
  }

  private void checkModuleNames() throws IOException {
    Map<String, String> owners = new HashMap<>();
    for (Path folder : folders()) {
      Path jar = folder.resolve(base(folder) + ".jar");
      if (Files.exists(jar)) {
        String name = JarRules.moduleOf(jar);
        String other = owners.put(name, base(folder));
        if (other != null && !name.isEmpty()) {
          problems.add(base(folder) + ": its module is called " + name + ", as that of " + other);
        }
      }
    }
  }

  private void add(Artifact artifact, List<String> found) {
    found.forEach(problem -> problems.add(artifact.id() + ": " + problem));
  }
}
