package dev.sluice.config.yaml;

/// A position in a file.
///
/// @param file the file's name as the user gave it
/// @param line from 1
/// @param column from 1, in characters
public record FilePosition(String file, int line, int column) implements Comparable<FilePosition> {

  /// The beginning of `file`, for problems of the file as a whole.
  public static FilePosition start(String file) {
    return new FilePosition(file, 1, 1);
  }

  @Override
  public int compareTo(FilePosition other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  /// The position as `file:line:column`.
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
