package dev.sluice.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.Outcome;
import dev.sluice.call.pipeline.Report;
import dev.sluice.internal.history.recent.CallRecord;
import dev.sluice.server.report.Reporter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/// The last calls, newest first, with the times of their attempts. Times within a call are seconds
/// since its arrival; what has not come is absent.
final class CallsJson {
  private static final int USUAL = 100;
  private static final int MOST = 2_000;
  private static final double NANOS = 1e9;

  private CallsJson() {}

  /// Those that match all that is asked for: outcome, route, model, tenant, target.
  static ObjectNode of(Reporter reporter, Query query) throws BadQuery {
    query.only("outcome", "route", "model", "tenant", "target", "notable", "limit");
    query.oneOf("outcome", Outcome.KINDS);
    int limit = query.count("limit", USUAL, MOST);
    boolean notable = query.text("notable").filter(text -> !text.equals("false")).isPresent();
    List<CallRecord> all =
        notable ? reporter.windows().history().notable() : reporter.windows().history().calls();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kept", all.size());
    LongFunction<Instant> wall = reporter.wall();
    ArrayNode calls = json.putArray("calls");
    matching(all.stream(), query)
        .limit(limit)
        .forEach(call -> add(calls.addObject(), call, wall.apply(call.arrived()).toEpochMilli()));
    return json;
  }

  private static Stream<CallRecord> matching(Stream<CallRecord> all, Query query) {
    return all.filter(call -> is(query, "outcome", call, CallRecord::outcome))
        .filter(call -> is(query, "route", call, CallRecord::route))
        .filter(call -> is(query, "model", call, CallRecord::model))
        .filter(call -> is(query, "tenant", call, CallRecord::tenant))
        .filter(
            call ->
                query.text("target").isEmpty()
                    || call.attempts().stream()
                        .anyMatch(a -> a.target().equals(query.text("target").get())));
  }

  private static boolean is(
      Query query, String name, CallRecord call, Function<CallRecord, String> what) {
    Optional<String> asked = query.text(name);
    return asked.isEmpty() || asked.get().equals(what.apply(call));
  }

  private static void add(ObjectNode json, CallRecord call, long arrived) {
    json.put("id", call.id()).put("at", arrived);
    json.put("operation", call.operation().name().toLowerCase(Locale.ROOT));
    json.put("model", call.model()).put("stream", call.stream()).put("route", call.route());
    json.put("band", call.band().name().toLowerCase(Locale.ROOT)).put("tenant", call.tenant());
    json.put("outcome", call.outcome()).put("why", call.why());
    json.put("queued", call.parts().queue() / NANOS);
    json.put("gateway", call.parts().gateway() / NANOS);
    json.put("provider", call.parts().provider() / NANOS);
    TotalsJson.seconds(json, "first_token", call.firstToken());
    json.put("total", call.duration().toNanos() / NANOS);
    json.put("input_tokens", call.inputTokens()).put("output_tokens", call.outputTokens());
    json.put("estimated", call.estimated()).put("blocked", call.blocked());
    ArrayNode attempts = json.putArray("attempts");
    call.attempts().forEach(attempt -> add(attempts.addObject(), attempt));
  }

  private static void add(ObjectNode json, Report.Attempt attempt) {
    json.put("target", attempt.target());
    attempt.because().ifPresent(because -> json.put("because", because));
    json.put("begun", attempt.begun() / NANOS);
    some(json, "connected", attempt.connected());
    some(json, "first_token", attempt.firstToken());
    json.put("ended", attempt.ended() / NANOS);
  }

  private static void some(ObjectNode json, String name, long nanos) {
    if (nanos != Report.Attempt.NEVER) {
      json.put(name, nanos / NANOS);
    }
  }
}
