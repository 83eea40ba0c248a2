package dev.sluice.call.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A pipeline in construction, in the order in which a call passes its filters. Confined to one
/// thread.
///
/// ```java
/// Service pipeline = new Chain().then(first).then(second).to(last);
/// ```
public final class Chain {
  private final List<Filter> filters = new ArrayList<>();

  /// Adds a filter behind those that were added before.
  public Chain then(Filter filter) {
    filters.add(filter);
    return this;
  }

  /// Adds a filter, if there is one, behind those that were added before.
  public Chain then(Optional<? extends Filter> filter) {
    filter.ifPresent(filters::add);
    return this;
  }

  /// Ends the chain: returns the filters in front of `service`, as one service.
  public Service to(Service service) {
    Service next = service;
    for (Filter filter : filters.reversed()) {
      next = filter.over(next);
    }
    return next;
  }
}
