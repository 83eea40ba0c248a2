package dev.sluice.config.yaml;

/// A position in a file.
///
/// @param file the file's name as the user gave it
/// @param line from 1; 0 in a source that has no lines
/// @param column from 1, in characters; 0 in a source that has no lines
public record FilePosition(String file, int line, int column) implements Comparable<FilePosition> {

  /// The beginning of `file`, for problems of the file as a whole.
  public static FilePosition start(String file) {
    return new FilePosition(file, 1, 1);
  }

  /// The only position in a source that has no lines, such as a variable of the environment.
  public static FilePosition of(String source) {
    return new FilePosition(source, 0, 0);
  }

  @Override
  public int compareTo(FilePosition other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  /// The position as `file:line:column`; the name alone of a source that has no lines.
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
