package dev.sluice.call.request;

import java.util.List;
import java.util.Optional;

/// A member of an answer that tells how much of one thing a request has used.
///
/// @param count what it counts
/// @param unit the unit, where it counts units
/// @param path the names of the members that lead there, from the answer's outermost object
public record UsageMember(Count count, Optional<PricedExtra> unit, List<String> path) {
  /// What a member may count.
  public enum Count {
    /// Tokens read, cached ones included.
    INPUT,
    /// Tokens written.
    OUTPUT,
    UNITS
  }

  public UsageMember {
    path = List.copyOf(path);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("the path of a member is empty; it must have a name");
    }
    if (unit.isPresent() != (count == Count.UNITS)) {
      throw new IllegalArgumentException("a member counts a unit, or tokens");
    }
  }
}
