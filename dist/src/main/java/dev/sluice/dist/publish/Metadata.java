package dev.sluice.dist.publish;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The `maven-metadata.xml` of an artifact: which versions there are.
final class Metadata {
  static final String NAME = "maven-metadata.xml";

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private Metadata() {}

  /// Writes it anew for the versions that have a folder.
  ///
  /// @param moment of the last change, as it is to stand there
  static void write(Path versions, Artifact artifact, Instant moment) throws IOException {
    List<String> all = versions(versions);
    Path file = versions.resolve(NAME);
    Files.writeString(
        file,
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <metadata>
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <versioning>
            <latest>%3$s</latest>
            <release>%3$s</release>
            <versions>
        %4$s
            </versions>
            <lastUpdated>%5$s</lastUpdated>
          </versioning>
        </metadata>
        """
            .formatted(
                artifact.pom().text("groupId"),
                artifact.id(),
                all.getLast(),
                all.stream()
                    .map(version -> "      <version>" + version + "</version>")
                    .collect(Collectors.joining("\n")),
                MOMENT.format(moment)));
    Sums.write(file);
  }

  private static List<String> versions(Path folder) throws IOException {
    try (Stream<Path> below = Files.list(folder)) {
      return below
          .filter(Files::isDirectory)
          .map(version -> version.getFileName().toString())
          .sorted(Comparator.comparing(Version::parse))
          .toList();
    }
  }
}
