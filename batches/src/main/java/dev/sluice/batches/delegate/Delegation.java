package dev.sluice.batches.delegate;

import java.util.ArrayList;
import java.util.List;

/// What a provider runs of a batch. Immutable; a part of the batch's row, so that another process
/// goes on with it.
///
/// @param target who runs it, as `provider/model`; empty for nobody
/// @param parts in the order of their lines
/// @param left when its window had ended, as far as this was seen, in milliseconds since 1970 in
///   UTC; 0 for never
public record Delegation(String target, List<Part> parts, long left) {
  /// The gateway runs all lines itself.
  public static final Delegation NONE = new Delegation("", List.of());

  public Delegation {
    parts = List.copyOf(parts);
  }

  /// A delegation whose window has not ended.
  public Delegation(String target, List<Part> parts) {
    this(target, parts, 0);
  }

  /// What those lines may cost at worst of which something is expected of the provider, in
  /// nano-dollars.
  public long worst() {
    return parts.stream()
        .filter(part -> !part.isOver())
        .mapToLong(Part::worst)
        .reduce(0, Math::addExact);
  }

  /// Whether something is expected of a provider.
  public boolean isUnderWay() {
    return parts.stream().anyMatch(part -> !part.isOver());
  }

  /// Whether the provider may have something of it already.
  public boolean hasBegun() {
    return parts.stream().anyMatch(part -> part.state() != PartState.PLANNED);
  }

  /// This delegation with its window at its end.
  Delegation leftAt(long now) {
    return new Delegation(target, parts, now);
  }

  /// This delegation with another state of one of its parts.
  Delegation with(int index, Part part) {
    var all = new ArrayList<>(parts);
    all.set(index, part);
    return new Delegation(target, all, left);
  }
}
