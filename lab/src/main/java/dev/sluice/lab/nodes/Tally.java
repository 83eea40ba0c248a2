package dev.sluice.lab.nodes;

import dev.sluice.lab.load.Timeline;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is counted in one run.
final class Tally {
  private final Timeline timeline;
  private final Optional<HistoryFile> history;
  private final ChargeLog charges = new ChargeLog();
  private final Counts attempts = new Counts();
  private final Counts refusals = new Counts();
  private final Map<String, Double> byTenant = new HashMap<>();
  private final long warm;
  private int running;
  private int mostRunning;
  private long longestAnswer;
  private long longestWait;

  /// @param warm from when on it counts what was used
  Tally(Timeline timeline, long warm, Optional<HistoryFile> history) {
    this.timeline = timeline;
    this.warm = warm;
    this.history = history;
  }

  /// Notes an attempt that has reached the provider. What was refused counts as charged: nodes have
  /// let it through.
  void attempt(String node, PlannedCall call, boolean refused) {
    long now = timeline.now();
    attempts.add(now);
    charges.add(now, (double) call.charge());
    event("sent", node, call, (double) call.charge());
    if (refused) {
      refusals.add(now);
      event("refused", node, call, (double) call.charge());
      return;
    }
    running++;
    mostRunning = Math.max(mostRunning, running);
    if (now >= warm) {
      byTenant.merge(call.tenant(), (double) call.size(), Double::sum);
    }
  }

  /// Notes an answer that has ended at the provider.
  void ended(String node, PlannedCall call) {
    running--;
    double back = (double) call.charge() - call.size();
    charges.add(timeline.now(), -back);
    event("back", node, call, back);
  }

  private void event(String what, String node, PlannedCall call, double tokens) {
    history.ifPresent(file -> file.event(what, timeline.now(), node, call.number(), tokens));
  }

  /// Notes what a node has reserved, or given back.
  void reserved(String what, String node, PlannedCall call, double tokens) {
    event(what, node, call, tokens);
  }

  /// Notes how long a call has waited at a node before it was let through.
  void waited(long nanos) {
    longestWait = Math.max(longestWait, nanos);
  }

  /// Notes how long a node has waited for an answer of Redis.
  void answered(long nanos) {
    longestAnswer = Math.max(longestAnswer, nanos);
  }

  Counts attempts() {
    return attempts;
  }

  Counts refusals() {
    return refusals;
  }

  ChargeLog charges() {
    return charges;
  }

  /// Returns from when on it counts what was used.
  long warm() {
    return warm;
  }

  /// Returns the tokens of each tenant's calls that were let through.
  Map<String, Double> byTenant() {
    return byTenant;
  }

  long longestAnswer() {
    return longestAnswer;
  }

  long longestWait() {
    return longestWait;
  }

  int mostRunning() {
    return mostRunning;
  }
}
