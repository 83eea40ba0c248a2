package dev.sluice.server.view;

import static dev.sluice.server.view.Trees.array;
import static dev.sluice.server.view.Trees.millis;
import static dev.sluice.server.view.Trees.object;
import static dev.sluice.server.view.Trees.shown;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.text.EnumWords;
import dev.sluice.stats.QueueSnapshot;
import dev.sluice.stats.WaitingGroup;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// The queue: how many calls wait where, why the first of each tenant waits, and how good the
/// forecasts were.
record QueueView(ViewSources sources) {

  ObjectNode tree() {
    ObjectNode tree = object();
    tree.set("routes", array(new TreeSet<>(sources.stats().queues().routes()), this::route));
    sources
        .waits()
        .forecastError()
        .ifPresent(error -> tree.put("forecast_error_ms", millis(error.toNanos())));
    tree.set("waits", array(sources.waits().newestFirst(), this::wait));
    tree.set(
        "tenants",
        array(
            sources.config().tenants().entrySet(),
            e -> object().put("name", shown(e.getKey())).put("weight", e.getValue())));
    return tree;
  }

  /// How many calls wait in all.
  long waiting() {
    return sources.stats().queues().routes().stream()
        .map(sources.stats().queues()::snapshot)
        .mapToLong(QueueView::calls)
        .sum();
  }

  private static long calls(QueueSnapshot queue) {
    return Arrays.stream(Band.values()).mapToLong(band -> queue.of(band).calls()).sum();
  }

  private ObjectNode route(String route) {
    QueueSnapshot queue = sources.stats().queues().snapshot(route);
    List<WaitingGroup> groups =
        calls(queue) == 0 ? List.of() : sources.stats().queues().groups(route);
    ObjectNode tree = object().put("name", route);
    tree.set("bands", array(List.of(Band.values()), band -> band(band, queue.of(band))));
    tree.set("heads", array(groups, this::head));
    return tree;
  }

  private static ObjectNode band(Band band, QueueSnapshot.InBand in) {
    return object()
        .put("band", EnumWords.of(band))
        .put("calls", in.calls())
        .put("tokens", Math.round(in.tokens()))
        .put("oldest_ms", millis(in.oldest()));
  }

  private ObjectNode head(WaitingGroup group) {
    SchedulingHints hints = group.hints();
    ObjectNode tree =
        object()
            .put("tenant", shown(hints.tenant()))
            .put("subtenant", shown(hints.subtenant()))
            .put("band", EnumWords.of(hints.band()))
            .put("model", shown(group.model()))
            .put("calls", group.calls())
            .put("tokens", Math.round(group.tokens()))
            .put("waited_ms", millis(group.waited()))
            .put("predicted_ms", millis(group.predicted()));
    group.by().ifPresent(closed -> why(tree, closed));
    return tree;
  }

  /// A gate closes in the gateway's own words.
  private void why(ObjectNode tree, Gate.Closed closed) {
    ApiError error = ApiErrors.of(closed.why());
    tree.put("code", error.code()).put("why", error.message() + unit(closed.why()));
    tree.put("opens_ms", millis(Math.max(0, closed.until() - sources.clock().nanos())));
  }

  /// The unit that a rate limit counts, where that is known.
  private static String unit(Failed why) {
    return why instanceof Failed.Throttled limit && limit.dimension() != Failed.Dimension.UNKNOWN
        ? " (" + EnumWords.of(limit.dimension()) + ")"
        : "";
  }

  private ObjectNode wait(RecentWaits.Entry wait) {
    return object()
        .put("band", EnumWords.of(wait.band()))
        .put("tenant", shown(wait.tenant()))
        .put("predicted_ms", millis(wait.predicted()))
        .put("waited_ms", millis(wait.waited()))
        .put("granted", wait.granted())
        .put("ago_s", Trees.seconds(sources.clock().nanos() - wait.at()));
  }
}
