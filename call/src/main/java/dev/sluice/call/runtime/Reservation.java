package dev.sluice.call.runtime;

/// A part of the [MemoryBudget] for one thing that grows and shrinks. One thread at a time resizes
/// it; any thread closes it, also while it is being resized.
public interface Reservation extends AutoCloseable {

  /// A reservation for a holder that holds nothing that counts.
  Reservation NONE =
      new Reservation() {
        @Override
        public boolean resize(long bytes) {
          return true;
        }

        @Override
        public void close() {}
      };

  /// Makes it as large as what is held now, or a little larger: the capacity that is pinned, not
  /// what can be read of it.
  ///
  /// @param bytes zero or more; no more than before is never refused
  /// @return whether it is; when it is not, nothing has changed, or it is closed
  boolean resize(long bytes);

  /// Whether it was not made larger last for its owner's share alone: there is memory for others.
  default boolean shareIsFull() {
    return false;
  }

  /// Gives all of it back. Once, however often it is called; nothing can be reserved after that.
  @Override
  void close();
}
