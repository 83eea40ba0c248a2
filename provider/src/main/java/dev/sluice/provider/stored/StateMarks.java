package dev.sluice.provider.stored;

/// The marks that are put behind the names of what a provider holds, in the answer to one call.
/// Confined to the loop.
@FunctionalInterface
public interface StateMarks {

  /// The mark of `id`.
  ///
  /// @param own whether `id` is the name of the response itself, and not of one before it or of its
  ///   conversation
  String behind(String id, boolean own);
}
