package dev.sluice.provider;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.request.RequestFacts.Resource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A request that is passed through to a path of the provider's own: its path, its headers, and
/// what its failures mean. Pure functions.
final class PassedThrough {
  private static final String TYPE = "content-type";
  private static final String ACCEPT = "accept";

  /// Names what of an answer Google sends, as the parameter `fields` does.
  private static final String FIELDS = "x-goog-fieldmask";

  private static final String READABLE = "application/json, text/event-stream";
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;

  private PassedThrough() {}

  /// The path and the query, which the front has checked.
  static String path(Call call) {
    Resource asked = call.facts().state().resource().orElseThrow();
    return asked.query().isEmpty() ? asked.path() : asked.path() + "?" + asked.query();
  }

  /// Returns `headers` with the type of the client's body in place of a call's, and of the answers
  /// that it takes; where answers tell their usage, it takes those in which that can be read, and
  /// nothing is left out of them.
  static Map<String, String> headers(Map<String, String> headers, Call call) {
    var all = new HashMap<>(headers);
    all.remove(TYPE);
    put(TYPE, call, all);
    if (call.facts().state().resource().orElseThrow().usage().isEmpty()) {
      put(ACCEPT, call, all);
    } else {
      all.put(ACCEPT, READABLE);
      all.keySet().removeIf(FIELDS::equalsIgnoreCase);
    }
    return all;
  }

  private static void put(String name, Call call, Map<String, String> headers) {
    String value = call.headers().get(name);
    if (value != null) {
      headers.put(name, value);
    }
  }

  /// Returns the client's body, with a reference of its own.
  static ByteBuf body(Call call) {
    ByteBuf bytes = call.body().bytes();
    return bytes.isReadable() ? bytes.retainedSlice() : Unpooled.EMPTY_BUFFER;
  }

  /// The failure as far as it is the call's own. The client chooses the path, and with it what the
  /// provider refuses: that says nothing of the credential, by which others' calls go on.
  static Failed blamed(Failed why) {
    return switch (why) {
      case Failed.CredentialRefused refused when !refused.isMissing() ->
          new Failed.Invalid(
              FORBIDDEN,
              "refused_by_provider",
              Optional.empty(),
              ("the provider answered %d: the gateway's credential may not ask for this path, or"
                      + " for what it names")
                  .formatted(refused.status()));
      case Failed.Exhausted exhausted ->
          new Failed.Invalid(
              TOO_MANY_REQUESTS, "insufficient_quota", Optional.empty(), exhausted.message());
      default -> why;
    };
  }
}
