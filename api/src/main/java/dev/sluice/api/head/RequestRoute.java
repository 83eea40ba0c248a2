package dev.sluice.api.head;

import dev.sluice.api.ApiError;
import dev.sluice.api.Endpoint;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the method and the target of a request lead.
public sealed interface RequestRoute {

  /// They lead to this endpoint, which has the method.
  record To(Endpoint endpoint) implements RequestRoute {}

  /// They lead nowhere.
  ///
  /// @param allow the methods that there are, where the method is what was wrong
  record Nowhere(ApiError fault, Optional<String> allow) implements RequestRoute {
    Nowhere(ApiError fault) {
      this(fault, Optional.empty());
    }
  }

  /// The methods of HTTP that are known.
  Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  /// The methods that no endpoint has, for nobody.
  Set<String> NEVER = Set.of("TRACE", "CONNECT");

  /// The fault of a method, whatever it is for; null for none.
  static @Nullable Nowhere fault(String method) {
    if (!METHODS.contains(method)) {
      return new Nowhere(RequestErrors.UNKNOWN_METHOD);
    }
    return NEVER.contains(method)
        ? new Nowhere(RequestErrors.METHOD, Optional.of("GET, POST"))
        : null;
  }

  /// The way of a request.
  ///
  /// @param at the endpoint that the request is for; empty for none
  static RequestRoute of(HttpRequest request, Optional<Endpoint> at) {
    if (at.isEmpty()) {
      return new Nowhere(RequestErrors.nowhere(request.uri()));
    }
    Endpoint endpoint = at.get();
    if (endpoint instanceof Endpoint.Model model && Dialects.asksVerb(request, model)) {
      return new Nowhere(RequestErrors.VERB);
    }
    if (!endpoint.methods().contains(request.method().name())) {
      String allow = String.join(", ", endpoint.methods());
      return new Nowhere(RequestErrors.METHOD, Optional.of(allow));
    }
    return new To(endpoint);
  }
}
