package dev.sluice.provider.stored;

import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.RequestFacts.Attached;
import dev.sluice.call.request.RequestFacts.Resource;
import dev.sluice.call.request.RequestFacts.State;
import dev.sluice.call.request.Span;
import dev.sluice.call.request.Streaming;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Requests about a response that a provider holds. They have no body that matters: everything that
/// they say is in their first line.
public final class StoredResponses {
  /// The names of responses that get into a provider's path. No provider names its responses
  /// otherwise.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.~-]{1," + StateName.LONGEST + "}");

  /// The characters of a query (RFC 3986, 3.4).
  private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@/?%\\[\\]-]*");

  /// A parameter `key` of a query, however its name is written.
  private static final Pattern KEY = Pattern.compile("(?:k|%6[bB])(?:e|%65)(?:y|%79)(?:=.*)?");

  private StoredResponses() {}

  /// Whether `id` may be the name of a response.
  public static boolean isName(String id) {
    String plain = StateName.of(id).plain();
    return ID.matcher(id).matches() && !plain.equals(".") && !plain.equals("..");
  }

  /// Returns the facts of a request.
  ///
  /// @param id the response's name, which [#isName] accepts
  /// @param path the path behind the name, with a slash in front; or empty
  /// @param query the query as it was sent, without its question mark; or empty
  public static RequestFacts facts(String method, String id, String path, String query) {
    String passedQuery = passed(query);
    var resource = new Resource(method, path, passedQuery);
    return new RequestFacts(
        "",
        0,
        0,
        Stream.of(passedQuery.split("&", -1)).anyMatch("stream=true"::equals),
        false,
        OptionalLong.empty(),
        true,
        Streaming.UNSAID,
        Cacheability.NEVER,
        Attached.NONE,
        false,
        new State(id, StateIds.origin(id), Span.NONE, false, Optional.of(resource)),
        1,
        PricedExtras.NONE,
        RequestFacts.Cloud.NONE);
  }

  /// Returns a query without a key, which is the gateway's to give; empty where the text is no
  /// query.
  private static String passed(String query) {
    return QUERY.matcher(query).matches()
        ? Stream.of(query.split("&", -1))
            .filter(parameter -> !KEY.matcher(parameter).matches())
            .collect(Collectors.joining("&"))
        : "";
  }
}
