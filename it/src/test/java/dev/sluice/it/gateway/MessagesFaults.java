package dev.sluice.it.gateway;

import static dev.sluice.it.gateway.MessagesText.EVENTS;
import static dev.sluice.it.gateway.MessagesText.OPENING;
import static dev.sluice.it.gateway.MessagesText.STOP;
import static dev.sluice.it.gateway.MessagesText.STOPPING;
import static dev.sluice.it.gateway.MessagesText.delta;
import static dev.sluice.it.gateway.MessagesText.error;
import static dev.sluice.it.gateway.MessagesText.errorEvent;
import static dev.sluice.it.gateway.MessagesText.event;
import static dev.sluice.it.gateway.MessagesText.open;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.it.gateway.MessagesProvider.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/// The faults of a provider of Anthropic's dialect, by the names that `docs/faults.md` has for
/// them.
final class MessagesFaults {
  /// How many events come before a fault in the middle of a stream: amid the first tool's use.
  private static final int MIDDLE = 12;

  private static final String PAGE = "<html><body>Bad gateway</body></html>";
  private static final String BAD_EVENT =
      "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"del\n\n";
  private static final int EVENT_MAX = 8 * 1024 * 1024;
  private static final int PART = 1024 * 1024;

  static final Map<String, Script> SCRIPTS = new TreeMap<>();

  static {
    broken();
    silent();
    refusing();
    notAnAnswer();
    oddEvents();
    oddEnds();
  }

  private MessagesFaults() {}

  private static void broken() {
    SCRIPTS.put("reset-before-answer", MessagesCall::reset);
    SCRIPTS.put("reset-before-event", call -> call.begin().reset());
    SCRIPTS.put("end-before-event", call -> call.begin().end());
    SCRIPTS.put("end-before-content", call -> call.begin().part(0, OPENING).end());
    SCRIPTS.put("reset-in-stream", call -> call.begin().part(0, MIDDLE).reset());
    SCRIPTS.put("end-in-stream", call -> call.begin().part(0, MIDDLE).end());
    SCRIPTS.put("end-in-event", MessagesFaults::endInEvent);
    SCRIPTS.put("end-before-stop", call -> call.begin().part(0, STOPPING + 1).end());
    SCRIPTS.put(
        "end-with-done", call -> call.begin().part(0, STOPPING).say("data: [DONE]\n\n").end());
  }

  private static void endInEvent(MessagesCall call) throws IOException {
    String event = EVENTS.get(MIDDLE);
    call.begin().part(0, MIDDLE).say(event.substring(0, event.length() - 9)).end();
  }

  private static void silent() {
    SCRIPTS.put("silence", call -> call.begin().hang());
    SCRIPTS.put("stall", call -> call.begin().part(0, MIDDLE).hang());
    SCRIPTS.put("pings", call -> pings(call.begin().part(0, 2)));
  }

  private static void pings(MessagesCall call) throws IOException {
    while (true) {
      call.say(event("ping", ""));
      Due.after(Duration.ofMillis(20));
    }
  }

  private static void refusing() {
    Map<Integer, String> types =
        Map.ofEntries(
            Map.entry(400, "invalid_request_error"),
            Map.entry(401, "authentication_error"),
            Map.entry(402, "billing_error"),
            Map.entry(403, "permission_error"),
            Map.entry(404, "not_found_error"),
            Map.entry(408, "timeout_error"),
            Map.entry(409, "conflict_error"),
            Map.entry(413, "request_too_large"),
            Map.entry(422, "invalid_request_error"),
            Map.entry(429, "rate_limit_error"),
            Map.entry(500, "api_error"),
            Map.entry(503, "api_error"),
            Map.entry(529, "overloaded_error"));
    types.forEach((s, type) -> SCRIPTS.put("" + s, call -> call.error(s, error(type, "no"))));
    String throttled = error("rate_limit_error", "no");
    SCRIPTS.put("429-seconds", call -> call.error(429, throttled, "retry-after: 2"));
    SCRIPTS.put("429-garbage", call -> call.error(429, throttled, "retry-after: soon"));
  }

  private static void notAnAnswer() {
    String html = "content-type: text/html";
    SCRIPTS.put("page", call -> call.begin(502, html).say(PAGE).end());
    SCRIPTS.put("page-404", call -> call.begin(404, html).say(PAGE).end());
    SCRIPTS.put("page-200", call -> call.begin(200, html).say(PAGE).end());
    SCRIPTS.put("error-in-200", call -> call.error(200, error("overloaded_error", "no")));
    SCRIPTS.put("error-event-first", call -> call.begin().say(errorEvent("api_error", "no")).end());
    SCRIPTS.put("error-event-later", call -> errorIn(call, "overloaded_error"));
    SCRIPTS.put("error-event-refusing", call -> errorIn(call, "invalid_request_error"));
    SCRIPTS.put("gzip", call -> gzipped(call.begin("content-encoding: gzip")));
    SCRIPTS.put("image", call -> call.begin(200, "content-type: image/png").all(99).end());
    SCRIPTS.put("text", call -> call.begin(200, "content-type: text/plain").all(99).end());
  }

  private static void errorIn(MessagesCall call, String type) throws IOException {
    call.begin().part(0, MIDDLE).say(errorEvent(type, "no")).end();
  }

  private static void gzipped(MessagesCall call) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(MessagesText.STREAM.getBytes(UTF_8));
    }
    call.say(bytes.toByteArray()).end();
  }

  private static void oddEvents() {
    SCRIPTS.put("malformed-first", call -> call.begin().part(0, OPENING).say(BAD_EVENT).end());
    SCRIPTS.put("malformed-later", call -> call.begin().part(0, MIDDLE).say(BAD_EVENT).end());
    SCRIPTS.put("oversized", MessagesFaults::oversized);
    SCRIPTS.put("cut-everywhere", call -> call.begin().all(1).end());
    String unknown =
        event("later", ",\"x\":1")
            + open(9, "{\"type\":\"hologram\",\"form\":{}}")
            + delta(9, "{\"type\":\"hologram_delta\",\"form\":\"x\"}")
            + ": comment\n\nretry: 5\nid: 1\nevent: later\ndata:{\"type\" : \"later\"}\n\n";
    SCRIPTS.put("unknown", call -> inserted(call, unknown));
    SCRIPTS.put("interleaved", call -> inserted(call, interleaved()));
    String args = delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"}{\\\"\"}");
    SCRIPTS.put("arguments-no-json", call -> inserted(call, args));
    SCRIPTS.put("double-block-stop", call -> inserted(call, EVENTS.get(5)));
    SCRIPTS.put(
        "no-block-stop", call -> call.begin().part(0, MIDDLE).part(STOPPING, STOPPING + 2).end());
  }

  private static String interleaved() {
    String part = "{\"type\":\"input_json_delta\",\"partial_json\":\"1\"}";
    return open(5, "{\"type\":\"tool_use\",\"id\":\"toolu_3\",\"name\":\"get\",\"input\":{}}")
        + delta(2, part)
        + delta(5, part)
        + delta(2, part);
  }

  private static void inserted(MessagesCall call, String more) throws IOException {
    call.begin().part(0, MIDDLE).say(more).part(MIDDLE, EVENTS.size()).end();
  }

  private static void oversized(MessagesCall call) throws IOException {
    call.begin().part(0, MIDDLE).say("event: content_block_delta\ndata: {\"text\":\"");
    for (int sent = 0; sent <= EVENT_MAX; sent += PART) {
      call.say("x".repeat(PART));
    }
    call.hang();
  }

  private static void oddEnds() {
    SCRIPTS.put("stop-twice", call -> call.begin().all(99).say(STOP).end());
    SCRIPTS.put("more-behind-stop", call -> call.begin().all(9999).say("data: {]\n\nx").hang());
    SCRIPTS.put("error-behind-stop", call -> behindStop(call, errorEvent("api_error", "no")));
    SCRIPTS.put("open-behind-stop", call -> call.begin().all(9999).hang());
    SCRIPTS.put("reset-behind-stop", call -> call.begin().all(9999).reset());
  }

  /// In one part, which the gateway reads as one.
  private static void behindStop(MessagesCall call, String more) throws IOException {
    call.begin().say(MessagesText.STREAM + more).end();
  }
}
