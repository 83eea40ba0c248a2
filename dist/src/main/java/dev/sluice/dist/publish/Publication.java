package dev.sluice.dist.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Puts artifacts into a folder that is laid out as a Maven repository: pom, jars of classes,
/// sources and javadoc, checksums, signatures, and the list of versions. A release that is there
/// does not change: it may be published again with the same bytes alone.
///
/// @param repository the folder, made where it is missing
/// @param moment of the build, for the lists of versions
record Publication(Path repository, Instant moment, Signer signer) {

  /// Publishes what a build has left in the modules' `target` folders.
  ///
  /// @return the artifacts, in the order of their modules
  /// @throws CannotPublishException if something is missing, or there with other bytes, or gpg does
  ///   not sign; then nothing was changed
  List<Artifact> publish(List<Path> targets) throws IOException {
    var artifacts = new ArrayList<Artifact>();
    for (Path target : targets) {
      artifacts.add(ready(target));
    }
    signer.check();
    for (int i = 0; i < targets.size(); i++) {
      put(artifacts.get(i), targets.get(i));
    }
    return artifacts;
  }

  private Artifact ready(Path target) throws IOException {
    Artifact artifact = Artifact.of(existing(target.resolve("published-pom.xml")));
    for (Map.Entry<String, Path> file : artifact.files(target).entrySet()) {
      Path place = folder(artifact).resolve(file.getKey());
      existing(file.getValue());
      if (Files.exists(place) && Files.mismatch(file.getValue(), place) >= 0) {
        throw new CannotPublishException(
            place
                + " is there with other bytes, and a release does not change: raise the version in"
                + " the poms, or delete the folder if nobody has taken anything from it");
      }
    }
    return artifact;
  }

  private static Path existing(Path file) {
    if (!Files.exists(file)) {
      throw new CannotPublishException(file + " is missing: has the build made it?");
    }
    return file;
  }

  private Path folder(Artifact artifact) {
    return repository.resolve(artifact.versions()).resolve(artifact.version());
  }

  private void put(Artifact artifact, Path target) throws IOException {
    Path folder = Files.createDirectories(folder(artifact));
    for (Map.Entry<String, Path> file : artifact.files(target).entrySet()) {
      Path place = folder.resolve(file.getKey());
      Files.copy(file.getValue(), place, StandardCopyOption.REPLACE_EXISTING);
      Sums.write(place);
      signer.sign(place);
    }
    Metadata.write(repository.resolve(artifact.versions()), artifact, moment);
  }
}
