package dev.sluice.config.yaml;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// A part of a document with its position.
public sealed interface Node {

  /// Its position.
  FilePosition position();

  /// The kind of the node, for messages.
  String kind();

  /// A single value.
  ///
  /// @param raw its text as written, not interpolated
  /// @param plain whether it stands without quotes
  record Scalar(FilePosition position, String raw, boolean plain) implements Node {
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    /// Whether the node is no value at all (an empty text in quotes is a value).
    public boolean isNothing() {
      return plain && NOTHING.contains(raw);
    }

    @Override
    public String kind() {
      return isNothing() ? "empty" : "a single value";
    }
  }

  /// A list of nodes.
  record Items(FilePosition position, List<Node> nodes) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /// Values by name, in the order of the file.
  record Mapping(FilePosition position, Map<String, Entry> entries) implements Node {
    @Override
    public String kind() {
      return "a map of keys to values";
    }
  }

  /// A value whose problem has been reported already; later readers report nothing more.
  record Broken(FilePosition position) implements Node {
    @Override
    public String kind() {
      return "broken";
    }
  }

  /// The key and value of an entry.
  ///
  /// @param key where the key stands
  record Entry(FilePosition key, Node value) {}
}
