package dev.sluice.server.config.yaml;

/// A problem of a file.
///
/// @param position its position
/// @param what names the thing, the value and the remedy, on one line
public record Problem(FilePosition position, String what) {

  /// The problem as `file:line:column: what`.
  @Override
  public String toString() {
    return position + ": " + what;
  }
}
