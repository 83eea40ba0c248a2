package dev.sluice.call;

import java.util.Map;
import java.util.function.Predicate;

/// What whoever took a call in knows of its sender, for conditions of the configuration, and the
/// key for a provider's bill where the configuration asks for it. Nothing else of it is sent
/// anywhere.
///
/// @param at when the call came, in milliseconds since 1970 in UTC; 0 where nobody has asked yet
/// @param source the address that it came from; empty for none, as in a process that calls itself
/// @param key the name of the key, or of the identity, that makes the call; empty for none
/// @param team the team of that key; empty for none
/// @param claims what the sender's token says, by name: texts, numbers, truth values, lists and
///   maps of these; none for a sender without a token
/// @param headers the headers of the request that conditions name, by lower-case name
/// @param routes the routes that the sender may use, by name
public record CallOrigin(
    long at,
    String source,
    String key,
    String team,
    Map<String, Object> claims,
    Map<String, String> headers,
    Predicate<String> routes) {

  /// The origin of a call of which nothing is known.
  public static final CallOrigin NONE =
      new CallOrigin(0, "", "", "", Map.of(), Map.of(), _ -> true);

  /// The origin of a call of which only the routes are known that its sender may use.
  public static CallOrigin within(Predicate<String> routes) {
    return new CallOrigin(0, "", "", "", Map.of(), Map.of(), routes);
  }

  /// Whether the sender may use some routes alone.
  @SuppressWarnings("ReferenceEquality") // those of NONE, or others
  public boolean isBound() {
    return routes != NONE.routes;
  }

  /// Returns this origin of a call that came at a time.
  ///
  /// @param millis since 1970 in UTC
  public CallOrigin at(long millis) {
    return new CallOrigin(millis, source, key, team, claims, headers, routes);
  }
}
