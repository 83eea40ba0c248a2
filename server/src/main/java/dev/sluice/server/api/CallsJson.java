package dev.sluice.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.Outcome;
import dev.sluice.call.pipeline.Report;
import dev.sluice.report.history.CallRecord;
import dev.sluice.report.history.ClientError;
import dev.sluice.report.history.History;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/// The last calls, newest first, with the times of their attempts and the errors that their clients
/// got. Times within a call are seconds since its arrival; what has not come is absent.
final class CallsJson {
  private static final int USUAL = 100;
  private static final int MOST = 2_000;
  private static final double NANOS = 1e9;

  /// How many names of one kind are told at most.
  private static final int NAMES = 200;

  private CallsJson() {}

  /// Lists the calls that match all that is asked for: outcome, route, model, tenant, target, and
  /// whether they have failed; or the newest one with an identifier.
  ///
  /// @param wall what the instants of calls are on the clock that people read
  static ObjectNode of(History history, LongFunction<Instant> wall, Query query) throws BadQuery {
    query.only(
        "outcome", "route", "model", "tenant", "target", "id", "failed", "notable", "names",
        "limit");
    query.oneOf("outcome", Outcome.KINDS);
    int limit = query.count("limit", USUAL, MOST);
    List<CallRecord> all = kept(history, query);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kept", all.size());
    // Of those that were well and quick there are the last ones alone.
    List<CallRecord> without = query.text("id").isEmpty() ? all : history.calls();
    if (!without.isEmpty()) {
      json.put("since", wall.apply(without.getLast().arrived()).toEpochMilli());
    }
    if (query.flag("names")) {
      names(json.putObject("names"), all);
    }
    ArrayNode calls = json.putArray("calls");
    matching(all.stream(), query)
        .limit(limit)
        .forEach(call -> add(calls.addObject(), call, wall.apply(call.arrived()).toEpochMilli()));
    return json;
  }

  /// The calls to filter: a failed call is kept longer among the notable ones, so both lists are
  /// looked through.
  private static List<CallRecord> kept(History history, Query query) throws BadQuery {
    if (query.flag("notable")) {
      return history.notable();
    }
    if (query.text("id").isEmpty() && !query.flag("failed")) {
      return history.calls();
    }
    return Stream.concat(history.calls().stream(), history.notable().stream())
        .distinct()
        .sorted(Comparator.comparingLong(CallsJson::ended).reversed())
        .toList();
  }

  private static long ended(CallRecord call) {
    return call.arrived() + call.duration().toNanos();
  }

  /// Adds the values that a question may ask for: the names that calls have, in order.
  private static void names(ObjectNode json, List<CallRecord> all) {
    names(json, "outcome", all.stream().map(CallRecord::outcome));
    names(json, "route", all.stream().map(CallRecord::route));
    names(json, "model", all.stream().map(CallRecord::model));
    names(json, "tenant", all.stream().map(CallRecord::tenant));
    names(
        json,
        "target",
        all.stream().flatMap(call -> call.attempts().stream()).map(Report.Attempt::target));
  }

  private static void names(ObjectNode json, String what, Stream<String> values) {
    ArrayNode names = json.putArray(what);
    values.filter(name -> !name.isEmpty()).distinct().sorted().limit(NAMES).forEach(names::add);
  }

  private static Stream<CallRecord> matching(Stream<CallRecord> all, Query query) throws BadQuery {
    boolean failed = query.flag("failed");
    return all.filter(call -> !failed || call.failed())
        .filter(call -> is(query, "id", call, CallRecord::id))
        .filter(call -> is(query, "outcome", call, CallRecord::outcome))
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
    call.error().ifPresent(error -> add(json.putObject("error"), error));
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

  private static void add(ObjectNode json, ClientError error) {
    json.put("status", error.status());
    if (!error.code().isEmpty()) {
      json.put("code", error.code());
    }
    json.put("message", error.message());
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
