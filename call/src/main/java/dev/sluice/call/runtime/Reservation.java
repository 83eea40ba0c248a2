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

  /// Resizes the reservation to what is held now, or a little more: the capacity that is pinned,
  /// not what can be read of it.
  ///
  /// @param bytes zero or more; a size no larger than before is never refused
  /// @return whether the reservation has the new size; if not, it is unchanged, or closed
  boolean resize(long bytes);

  /// Whether the last refusal to grow was due to the owner's share alone: there is memory for
  /// others.
  default boolean shareIsFull() {
    return false;
  }

  /// Gives the whole reservation back, once however often it is called; nothing can be reserved
  /// after that.
  @Override
  void close();
}
