package dev.sluice.dialect.hub;

import dev.sluice.dialect.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bounds of a search of the web that a provider runs.
///
/// @param allowed the domains that may be searched; empty for all
/// @param blocked the domains that may not be searched
/// @param location the approximate location of the user; null where it is not told
/// @param most the most searches in a call; null for no bound
public record WebSearch(
    List<String> allowed, List<String> blocked, @Nullable RawJson location, @Nullable Long most) {
  public static final WebSearch UNBOUND = new WebSearch(List.of(), List.of(), null, null);
}
