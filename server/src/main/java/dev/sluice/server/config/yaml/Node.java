package dev.sluice.server.config.yaml;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// A part of a document, and where it stands.
sealed interface Node {

  Place place();

  /// What it is, for messages.
  String kind();

  /// A single value.
  ///
  /// @param raw its text as written, not interpolated
  /// @param plain whether it stands without quotes
  record Scalar(Place place, String raw, boolean plain) implements Node {
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    /// Whether there is no value at all (an empty text in quotes is one).
    boolean isNothing() {
      return plain && NOTHING.contains(raw);
    }

    @Override
    public String kind() {
      return isNothing() ? "empty" : "a single value";
    }
  }

  /// Values in a row.
  record Items(Place place, List<Node> nodes) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /// Values by name, in the order of the file.
  record Mapping(Place place, Map<String, Entry> entries) implements Node {
    @Override
    public String kind() {
      return "a map of keys to values";
    }
  }

  /// Something whose problem has been told already; whoever meets it says nothing more.
  record Broken(Place place) implements Node {
    @Override
    public String kind() {
      return "broken";
    }
  }

  /// What stands under a key.
  ///
  /// @param key where the key stands
  record Entry(Place key, Node value) {}
}
