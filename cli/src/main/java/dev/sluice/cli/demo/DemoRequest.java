package dev.sluice.cli.demo;

import java.util.Locale;

/// A kind of call that the demonstration makes.
///
/// @param route the model asked for, which is also its route's name
/// @param path below the base address
/// @param body a JSON object
/// @param stream whether the answer is a stream
record DemoRequest(String route, String path, String body, boolean stream) {

  static DemoRequest streamedChat(String route) {
    return chat(route, true);
  }

  static DemoRequest wholeChat(String route) {
    return chat(route, false);
  }

  /// A whole answer in Anthropic's dialect, which the route's providers do not speak.
  static DemoRequest message(String route) {
    String body =
        """
        {"model": "%s", "max_tokens": 1000, "messages": \
        [{"role": "user", "content": "How does a lock on a canal work?"}]}\
        """
            .formatted(route);
    return new DemoRequest(route, "/messages", body, false);
  }

  /// @param text where `#` stands, the number of the round is written
  static DemoRequest embedding(String route, String text) {
    String body =
        """
        {"model": "%s", "input": "%s", "dimensions": 16}\
        """
            .formatted(route, text);
    return new DemoRequest(route, "/embeddings", body, false);
  }

  /// Returns this request as it is made in a round.
  DemoRequest in(long round) {
    return new DemoRequest(route, path, body.replace("#", Long.toString(round)), stream);
  }

  private static DemoRequest chat(String route, boolean stream) {
    String body =
        String.format(
            Locale.ROOT,
            """
            {"model": "%s", "stream": %s, "messages": \
            [{"role": "user", "content": "How does a lock on a canal work?"}]}\
            """,
            route,
            stream);
    return new DemoRequest(route, "/chat/completions", body, stream);
  }
}
