package dev.sluice.it.chart;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The Helm chart, rendered by Helm's own code.
final class Chart {
  static final Path FOLDER = Path.of("..", "deploy", "helm", "sluice");

  static final Path EXAMPLES = Path.of("..", "deploy", "helm", "values");

  /// Helm's own default is a version from before those that the chart takes.
  private static final String KUBERNETES = KubernetesSchemas.NEWEST + ".0";

  private Chart() {}

  /// The names of the examples of values.
  static List<String> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /// What an example is rendered to.
  static Manifests example(String name) {
    return render("sluice", EXAMPLES.resolve(name));
  }

  /// What a release is rendered to.
  ///
  /// @param values files, each of which wins over those before it
  /// @throws IllegalStateException with Helm's words, where it is refused
  static Manifests render(String release, Path... values) {
    return render(FOLDER, release, values);
  }

  /// The same of another copy of the chart.
  ///
  /// @param chart a folder or an archive
  static Manifests render(Path chart, String release, Path... values) {
    var command =
        new Helm(chart.toAbsolutePath().normalize())
            .template()
            .withKubeVersion(KUBERNETES)
            .withName(release)
            .withNamespace("gateways");
    for (Path file : values) {
      command.withValuesFile(file.toAbsolutePath());
    }
    return Manifests.of(command.call());
  }

  /// What Helm prints when an example is installed; without a cluster.
  static String said(String example) {
    return new Helm(FOLDER.toAbsolutePath().normalize())
        .install()
        .clientOnly()
        .dryRun()
        .withKubeVersion(KUBERNETES)
        .withName("sluice")
        .withNamespace("gateways")
        .withValuesFile(EXAMPLES.resolve(example).toAbsolutePath())
        .call()
        .getOutput();
  }
}
