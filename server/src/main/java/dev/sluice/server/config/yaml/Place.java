package dev.sluice.server.config.yaml;

/// Where something stands in a file.
///
/// @param file the file's name as the user gave it
/// @param line from 1
/// @param column from 1, in characters
public record Place(String file, int line, int column) implements Comparable<Place> {

  /// The beginning of `file`, for what concerns the whole of it.
  public static Place start(String file) {
    return new Place(file, 1, 1);
  }

  @Override
  public int compareTo(Place other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  /// `file:line:column`.
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
