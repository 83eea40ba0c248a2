package dev.sluice.sim.limit;

import org.jspecify.annotations.Nullable;

/// The limits of a model.
///
/// @param requests null for any number
/// @param tokens input and output together; null for any number
/// @param concurrent calls at the same time at most
/// @param refusalsCount whether a refused call uses up a request, as at some providers
public record ModelLimits(
    @Nullable Limit requests, @Nullable Limit tokens, int concurrent, boolean refusalsCount) {

  /// The limits of a model that has none.
  public static final ModelLimits NONE = new ModelLimits(null, null, Integer.MAX_VALUE, false);
}
