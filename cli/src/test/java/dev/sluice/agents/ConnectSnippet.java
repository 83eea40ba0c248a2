package dev.sluice.agents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The configuration of an agent as docs/clients.md shows it, so that what is read there is what is
/// tried.
final class ConnectSnippet {
  private static final Path GUIDE = Path.of("..", "docs", "clients.md");
  private static final String ADDRESS = "http://127.0.0.1:8080/v1";

  private ConnectSnippet() {}

  /// The first snippet under a heading, with another address than the guide's.
  static String of(String heading, String baseUrl) throws IOException {
    Pattern snippet =
        Pattern.compile("(?s)\n## " + Pattern.quote(heading) + "\n.*?\n```\\w+\n(.*?)```");
    Matcher found = snippet.matcher(Files.readString(GUIDE));
    if (!found.find() || !found.group(1).contains(ADDRESS)) {
      throw new AssertionError(
          "%s has no snippet with %s under \"%s\"".formatted(GUIDE, ADDRESS, heading));
    }
    return found.group(1).replace(ADDRESS, baseUrl);
  }
}
