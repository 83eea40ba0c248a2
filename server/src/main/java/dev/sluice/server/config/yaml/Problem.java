package dev.sluice.server.config.yaml;

/// One thing that is wrong with a file.
///
/// @param place where
/// @param what names the thing, the value and the remedy, on one line
public record Problem(Place place, String what) {

  /// `file:line:column: what`.
  @Override
  public String toString() {
    return place + ": " + what;
  }
}
