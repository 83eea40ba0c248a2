package dev.sluice.sim.responses;

/// What a response repeats of its request, or owes to it.
///
/// @param previous the response that it goes on with; empty for none
/// @param conversation that it belongs to; empty for none
/// @param store whether it is kept
/// @param background whether it is made after its answer
/// @param metadata JSON
/// @param reasoning how it tells what was thought
public record Echo(
    String previous,
    String conversation,
    boolean store,
    boolean background,
    String metadata,
    Reasoning reasoning) {

  /// How a response tells what was thought, in an item of its own.
  ///
  /// @param summary in words
  /// @param sealed so that the provider alone can read it
  /// @param owner the key that it is sealed for
  public record Reasoning(boolean summary, boolean sealed, String owner) {
    private static final int TOKENS = 6;

    /// Returns whether the answer shows its thoughts.
    public boolean shown() {
      return summary || sealed;
    }

    /// Returns how many tokens were thought.
    int tokens() {
      return shown() ? TOKENS : 0;
    }
  }

  /// The echo of a request that says nothing of it.
  public static final Echo NONE =
      new Echo("", "", true, false, "{}", new Reasoning(false, false, ""));
}
