package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.admin.Page;

/// Answers in JSON, which no cache may keep.
final class Pages {
  private Pages() {}

  public static Page of(int status, ObjectNode tree) {
    return new Page(status, "application/json", tree + "\n").with("cache-control", "no-store");
  }

  /// Makes an answer in JSON about an object with a version, which `If-Match` takes.
  static Page versioned(int status, ObjectNode tree, long version) {
    return of(status, tree).with("etag", "\"" + version + "\"");
  }
}
