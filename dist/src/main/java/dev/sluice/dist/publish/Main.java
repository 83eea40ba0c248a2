package dev.sluice.dist.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// The command line that `dist/publish` uses.
final class Main {
  private static final String USAGE =
      """
      publish REPOSITORY MOMENT TARGET...
      check REPOSITORY GROUP VERSION""";

  private Main() {}

  /// Does one thing. What cannot be published, and what is wrong with a repository, is said on the
  /// standard error, and the exit code is 3.
  ///
  /// @throws IllegalArgumentException with the usage, if `args` are none of it
  public static void main(String[] args) throws IOException {
    List<String> words = Arrays.asList(args);
    List<String> problems;
    if (words.size() > 3 && words.getFirst().equals("publish")) {
      problems = publish(words.subList(1, words.size()));
    } else if (words.size() == 4 && words.getFirst().equals("check")) {
      problems = RepositoryCheck.problems(Path.of(args[1]), args[2], args[3]);
    } else {
      throw new IllegalArgumentException("expected one of\n" + USAGE);
    }
    problems.forEach(problem -> System.err.println("sluice: " + problem));
    System.exit(problems.isEmpty() ? 0 : 3);
  }

  private static List<String> publish(List<String> words) throws IOException {
    String key = System.getenv().getOrDefault("SLUICE_SIGNING_KEY", "");
    var publication =
        new Publication(Path.of(words.get(0)), Instant.parse(words.get(1)), new Signer(key));
    try {
      for (Artifact artifact :
          publication.publish(words.subList(2, words.size()).stream().map(Path::of).toList())) {
        System.out.println(artifact.id() + " " + artifact.version());
      }
      return List.of();
    } catch (CannotPublishException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }
}
