package dev.sluice.call.item;

import java.util.List;
import java.util.Optional;

/// An answer that has been taken apart.
///
/// @param parts one for each item that was asked for, in their order; empty where the answer has
///   none, or contradicts itself
/// @param exact whether the answer has one part for each item, in their order, and no other
public record ItemResults(
    ResponseTemplate envelope, List<Optional<ItemResult>> parts, boolean exact) {
  public ItemResults {
    parts = List.copyOf(parts);
  }

  /// The result for the item asked for at this position.
  public Optional<ItemResult> of(int place) {
    return parts.get(place);
  }
}
