package dev.sluice.dialect.hub;

import dev.sluice.dialect.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a search of the web that a provider runs is bound to.
///
/// @param allowed domains that it may search; empty: all
/// @param blocked domains that it may not search
/// @param location of the user, about; null: not told
/// @param most how often it may be used in a call; null: no bound
public record WebSearch(
    List<String> allowed, List<String> blocked, @Nullable RawJson location, @Nullable Long most) {
  public static final WebSearch UNBOUND = new WebSearch(List.of(), List.of(), null, null);
}
