package dev.sluice.lab.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Responses API of the provider, which keeps what it has made until it is deleted, and counts
/// what it is asked. Safe for any thread.
final class HeldResponses {
  private static final Pattern PATH = Pattern.compile("(\\S+) /v1/responses(?:/([^/? ]+))?.*");

  private static final Pattern BEFORE =
      Pattern.compile("\"(?:previous_response_id|conversation)\":\"([^\"]*)\"");

  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sequence = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  /// Returns how many requests the provider has had for this API.
  int asked() {
    return requests.get();
  }

  /// Returns whether a request is for this API: no streams are made here.
  static boolean isAsked(HostileRequest request) {
    return PATH.matcher(request.line()).matches() && !request.stream();
  }

  /// Answers one request.
  ///
  /// @return whether the connection may be used again
  boolean answer(HostileRequest request, OutputStream out) throws IOException {
    requests.incrementAndGet();
    Matcher path = PATH.matcher(request.line());
    String id = path.matches() && path.group(2) != null ? path.group(2) : "";
    if (id.isEmpty()) {
      return make(request, out);
    }
    boolean there = path.group(1).equals("DELETE") ? ids.remove(id) : ids.contains(id);
    return there ? Misdeeds.whole(out, 200, "", response(id)) : missing(out, id);
  }

  private boolean make(HostileRequest request, OutputStream out) throws IOException {
    Matcher before = BEFORE.matcher(request.body());
    if (before.find() && !ids.contains(before.group(1))) {
      return missing(out, before.group(1));
    }
    String id = "resp_" + sequence.incrementAndGet();
    ids.add(id);
    return Misdeeds.whole(out, 200, "", response(id));
  }

  private static boolean missing(OutputStream out, String id) throws IOException {
    String body = "{\"error\":{\"message\":\"no %s\",\"type\":\"x\",\"code\":null}}".formatted(id);
    return Misdeeds.whole(out, 404, "", body);
  }

  private static String response(String id) {
    return """
    {"id":"%s","object":"response","status":"completed","model":"m","output":[{"id":"msg_1",\
    "type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello"}]}],\
    "usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}\
    """
        .formatted(id);
  }
}
