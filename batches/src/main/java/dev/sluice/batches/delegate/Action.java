package dev.sluice.batches.delegate;

/// What is done next about a delegated batch. A part is named by its place in [Delegation#parts].
public sealed interface Action {
  /// Send the lines of a part, as a file.
  record Upload(int part) implements Action {}

  /// Note that the provider is asked, and ask it to make a batch of the file.
  record Create(int part) implements Action {}

  /// Look whether the provider has a batch with the mark of a part.
  record Find(int part) implements Action {}

  /// Ask how far a part is.
  record Poll(int part) implements Action {}

  /// Ask the provider to end a part.
  record Cancel(int part) implements Action {}

  /// Take over the results of a part, and remove its files at the provider.
  record Take(int part) implements Action {}

  /// Remove what there is of a part that was not begun, or ask the provider to end what nobody
  /// waits for; a failure of either changes nothing.
  record Drop(int part) implements Action {}

  /// Nothing, until that time, in milliseconds since 1970 in UTC.
  record Wait(long until) implements Action {}

  /// Nothing more: all parts are over.
  record Over() implements Action {}

  /// Whether the lines are needed for it.
  default boolean needsLines() {
    return switch (this) {
      case Upload _, Create _, Take _ -> true;
      case Find _, Poll _, Cancel _, Drop _, Wait _, Over _ -> false;
    };
  }
}
