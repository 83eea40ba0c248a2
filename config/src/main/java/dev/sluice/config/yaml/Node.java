package dev.sluice.config.yaml;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  /// @param text where its first character stands, from which on each line of the text is a line of
  ///   the file; null where that is not so
  record Scalar(FilePosition position, String raw, boolean plain, @Nullable FilePosition text)
      implements Node {
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    /// Makes a value whose text has no place of its own.
    public Scalar(FilePosition position, String raw, boolean plain) {
      this(position, raw, plain, null);
    }

    /// The position of a character of the text, as far as it is known.
    ///
    /// @param at from 0
    public FilePosition position(int at) {
      if (text == null) {
        return position;
      }
      String before = raw.substring(0, Math.min(at, raw.length()));
      int lines = (int) before.chars().filter(c -> c == '\n').count();
      int column = before.length() - (before.lastIndexOf('\n') + 1);
      return new FilePosition(text.file(), text.line() + lines, text.column() + column);
    }

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
