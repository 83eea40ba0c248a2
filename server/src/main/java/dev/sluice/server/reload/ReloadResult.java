package dev.sluice.server.reload;

import java.util.List;

/// The result of a reload.
///
/// @param revision the revision of the configuration that holds now
/// @param dry whether it was a trial
/// @param changed whether the configuration that was read differs from the one that held
/// @param problems why it was not taken, a line each; none if it was, or would be
/// @param notes what takes effect at the next start alone, a line each
public record ReloadResult(
    long revision, boolean dry, boolean changed, List<String> problems, List<String> notes) {
  public ReloadResult {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /// Whether the configuration that was read holds now, or could.
  public boolean ok() {
    return problems.isEmpty();
  }
}
