package dev.sluice.server.admin;

import java.util.List;
import java.util.Map;

/// What whoever asks may see and do for themselves: each request below [#PATH] is answered by who
/// asks. Safe for any thread.
@FunctionalInterface
public interface SelfService {
  String PATH = "/admin/v1/me";

  /// That of a server which keeps no accounts.
  SelfService NONE = (_, _, _) -> Page.line(404, "nothing is there");

  /// Whether a path is one of these.
  static boolean isAt(String path) {
    return path.equals(PATH) || path.startsWith(PATH + "/");
  }

  /// Answers a request, or does what it asks for. May wait.
  Page answer(Asker asker, AdminRequest request, Map<String, List<String>> query);
}
