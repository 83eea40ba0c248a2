package dev.sluice.it.agents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The configuration of an agent as docs/clients.md shows it, so that what is read there is what is
/// tried.
public final class ConnectSnippet {
  private static final Path GUIDE = Path.of("..", "docs", "clients.md");
  private static final String ADDRESS = "http://127.0.0.1:8080/v1";
  private static final Pattern ROUTE = Pattern.compile("(?s)\n```yaml\n(routes:.*?)```");

  private ConnectSnippet() {}

  /// The first snippet under a heading, with another address than the guide's.
  static String of(String heading, String baseUrl) throws IOException {
    return of(heading, ADDRESS, baseUrl);
  }

  /// The first snippet under a heading.
  ///
  /// @param address the guide's
  /// @param url what stands in its place
  public static String of(String heading, String address, String url) throws IOException {
    Pattern snippet =
        Pattern.compile("(?s)\n## " + Pattern.quote(heading) + "\n.*?\n```\\w+\n(.*?)```");
    Matcher found = snippet.matcher(Files.readString(GUIDE));
    if (!found.find() || !found.group(1).contains(address)) {
      throw new AssertionError(
          "%s has no snippet with %s under \"%s\"".formatted(GUIDE, address, heading));
    }
    return found.group(1).replace(address, url);
  }

  /// The first snippet of JSON under a heading.
  static String json(String heading) throws IOException {
    Matcher found =
        Pattern.compile("(?s)\n## " + Pattern.quote(heading) + "\n.*?\n```json\n(.*?)```")
            .matcher(Files.readString(GUIDE));
    if (!found.find()) {
      throw new AssertionError("%s has no JSON under \"%s\"".formatted(GUIDE, heading));
    }
    return found.group(1);
  }

  /// The routes by which Claude Code reaches another vendor's model.
  static String route() throws IOException {
    Matcher found = ROUTE.matcher(Files.readString(GUIDE));
    if (!found.find()) {
      throw new AssertionError(GUIDE + " shows no routes");
    }
    return found.group(1);
  }
}
