package dev.sluice.server.edge;

import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.config.Condition;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.expression.CallFacts;
import dev.sluice.config.expression.Expression;
import dev.sluice.config.provider.CallLabel;
import dev.sluice.server.client.Client;
import dev.sluice.server.config.ServerConfig;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// What of the head of a request is kept for the expressions of a configuration, and which routes
/// its key may use: the call may be sent under a later configuration. Immutable; safe for any
/// thread.
///
/// @param used whether there are any expressions, or a provider is told keys; else only the routes
///   are kept
/// @param headers the headers that they ask for, in lower case
/// @param wall the wall clock, in milliseconds since 1970
public record OriginRules(boolean used, Set<String> headers, LongSupplier wall) {
  /// Nothing is kept.
  public static final OriginRules NONE = new OriginRules(false, Set.of(), () -> 0);

  public OriginRules {
    headers = Set.copyOf(headers);
  }

  /// The rules for the expressions of routes, limits and tags.
  public static OriginRules of(GatewayConfig gateway, ServerConfig server, LongSupplier wall) {
    List<Condition> conditions =
        Stream.concat(
                gateway.routes().stream().flatMap(OriginRules::of),
                server.terms().flatMap(terms -> terms.limits().when().stream()))
            .toList();
    List<Expression<Call>> values =
        server.kept().stream().flatMap(tag -> tag.value().stream()).toList();
    var headers = new HashSet<String>();
    conditions.forEach(condition -> headers.addAll(condition.headers()));
    values.forEach(value -> headers.addAll(CallFacts.headers(value)));
    boolean used = !conditions.isEmpty() || !values.isEmpty() || tellsKeys(gateway);
    return used ? new OriginRules(true, headers, wall) : NONE;
  }

  /// Whether a provider is told which key makes a call.
  private static boolean tellsKeys(GatewayConfig gateway) {
    return gateway.providers().stream()
        .anyMatch(provider -> CallLabel.told(provider).contains(CallLabel.KEY));
  }

  private static Stream<Condition> of(RouteConfig route) {
    return Stream.concat(Stream.of(route.when()), route.targets().stream().map(TargetConfig::when))
        .flatMap(Optional::stream);
  }

  /// Reads the head of a request.
  ///
  /// @param address where it comes from
  CallOrigin of(HttpHeaders from, Client client, String address) {
    KeyScope scope = client.terms().scope();
    if (!used) {
      return scope.routes().isEmpty() ? CallOrigin.NONE : CallOrigin.within(scope::allowsRoute);
    }
    return new CallOrigin(
        wall.getAsLong(),
        address,
        client.identity().key(),
        client.tenancy().team().orElse(""),
        client.identity().claims(),
        named(from),
        scope.routes().isEmpty() ? CallOrigin.NONE.routes() : scope::allowsRoute);
  }

  /// A header that is there twice counts as none: which of them a proxy has looked at is not known.
  private Map<String, String> named(HttpHeaders from) {
    if (headers.isEmpty()) {
      return Map.of();
    }
    var values = new HashMap<String, String>();
    for (String name : headers) {
      List<String> all = from.getAll(name);
      if (all.size() == 1) {
        values.put(name, all.getFirst());
      }
    }
    return values;
  }
}
