package dev.sluice.batches.delegate;

import java.util.ArrayList;
import java.util.List;

/// What a provider runs of a batch. Immutable; a part of the batch's row, so that another process
/// goes on with it.
///
/// @param target who runs it, as `provider/model`; empty for nobody
/// @param worst what all lines may cost at worst, in nano-dollars
/// @param parts in the order of their lines
public record Delegation(String target, long worst, List<Part> parts) {
  /// The gateway runs all lines itself.
  public static final Delegation NONE = new Delegation("", 0, List.of());

  public Delegation {
    parts = List.copyOf(parts);
  }

  /// Whether something is expected of a provider.
  public boolean isUnderWay() {
    return parts.stream().anyMatch(part -> !part.isOver());
  }

  /// Whether the provider may have something of it already.
  public boolean hasBegun() {
    return parts.stream().anyMatch(part -> part.state() != PartState.PLANNED);
  }

  /// This delegation with another state of one of its parts.
  Delegation with(int index, Part part) {
    var all = new ArrayList<>(parts);
    all.set(index, part);
    return new Delegation(target, worst, all);
  }
}
