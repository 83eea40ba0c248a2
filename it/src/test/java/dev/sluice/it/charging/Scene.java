package dev.sluice.it.charging;

import static dev.sluice.call.Payer.Loss.Cause.RACE;
import static dev.sluice.call.Payer.Loss.Cause.RESUME;
import static dev.sluice.call.Payer.Loss.Cause.RETRY;
import static dev.sluice.call.Payer.Loss.Cause.SHADOW;

import dev.sluice.call.Payer.Loss.Cause;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What becomes of the calls of a cell: how its two models behave, how its route treats calls, and
/// who pays. The first model is the route's first target, the second the one that serves when that
/// has failed, or that copies go to.
enum Scene {
  ANSWERED("an answer", 1),
  STREAMED("a stream", 1),
  TRANSLATED("an answer of a provider of another dialect", 1),
  TRANSLATED_STREAM("a stream of a provider of another dialect", 1),
  CACHED("an answer that is there already", 1),
  PARTLY_CACHED("two inputs, one of which is there already", 2),
  BATCHED("four calls that go upstream together", 4),
  COALESCED("four calls that are one", 4),
  FREE_RETRY("the first target answers 503", 1),
  BILLED_RETRY("the first target breaks off before its answer", 1, RETRY, 1),
  HELD_RETRY("the first target breaks off in an answer that is held", 1, RETRY, 1),
  RACED("the first target is late, another one answers; 24 calls before", 25, RACE, 1),
  RESUMED("the first target breaks off, another one goes on", 1),
  NOT_RESUMED(
      "the first target breaks off, and two attempts to go on fail before they do", 1, RESUME, 2),
  LEFT_EARLY("the client leaves before the answer", 1),
  LEFT_LATE("the client leaves in the middle of the answer", 1),
  LATE_EARLY("the client's deadline passes before the answer", 1),
  LATE_MIDWAY("the client's deadline passes in the middle of the answer", 1),
  FAILED_EARLY("an error before the answer", 1),
  FAILED_LATE("an error in the middle of the answer", 1),
  COPIED("a copy goes to a model that is tried out", 1, SHADOW, 1),
  BACKGROUND("a response that is made later", 1);

  private static final FaultCall BREAKS = new FaultCall(Fault.RESET_IN_HEAD, "40");
  private static final FaultCall SILENT = new FaultCall(Fault.SILENCE, "");
  private static final FaultCall BREAKS_LATE = new FaultCall(Fault.FIN_AFTER, "8");

  /// As many calls as make a first token late.
  static final int LEARNED_BY = 24;

  private static final Duration LATE = Duration.ofMinutes(1);
  private static final Duration SLOW = Duration.ofMillis(300);

  /// Longer than it takes until a model has begun to answer, on a machine that is busy, too.
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final String says;
  private final int rows;
  private final Cause lost;
  private final int times;

  /// @param rows how many rows the key has
  /// @param lost what the gateway's rows are for
  record Expected(int rows, List<Cause> lost) {}

  Scene(String says, int rows) {
    this(says, rows, RETRY, 0);
  }

  Scene(String says, int rows, Cause lost, int times) {
    this.says = says;
    this.rows = rows;
    this.lost = lost;
    this.times = times;
  }

  String says() {
    return says;
  }

  Expected expected() {
    return new Expected(rows, Collections.nCopies(times, lost));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether the answers are streamed.
  boolean streamed() {
    return switch (this) {
      case STREAMED,
          TRANSLATED_STREAM,
          HELD_RETRY,
          RACED,
          RESUMED,
          NOT_RESUMED,
          LEFT_LATE,
          LATE_MIDWAY,
          FAILED_LATE ->
          true;
      default -> false;
    };
  }

  /// Whether all that was used is told by the provider.
  boolean exact() {
    return switch (this) {
      case LEFT_EARLY, LEFT_LATE, LATE_EARLY, LATE_MIDWAY -> false;
      case FAILED_LATE, RESUMED, NOT_RESUMED, BACKGROUND -> false;
      default -> true;
    };
  }

  /// Why there is no such cell; empty where there is one.
  Optional<String> senseless(Asked asked) {
    return Optional.ofNullable(
        switch (this) {
          case ANSWERED -> null;
          case _ when !asked.costs() -> "no model is at work";
          case _ when streamed() && !asked.streams() -> "never streamed";
          case TRANSLATED, TRANSLATED_STREAM ->
              asked.streams() && asked != Asked.COMPLETIONS ? null : "never translated";
          case CACHED -> asked == Asked.COMPACT ? "never kept" : null;
          case COALESCED -> asked == Asked.COMPACT ? "never shared" : null;
          case PARTLY_CACHED -> asked == Asked.EMBEDDINGS ? null : "one input";
          case BATCHED ->
              asked == Asked.EMBEDDINGS || asked == Asked.MODERATIONS ? null : "never batched";
          case RACED -> asked == Asked.MESSAGES || asked == Asked.GENERATE ? "never raced" : null;
          case RESUMED, NOT_RESUMED -> asked == Asked.CHAT ? null : "never resumed";
          case COPIED -> asked == Asked.RESPONSES || asked == Asked.COMPACT ? "never copied" : null;
          case BACKGROUND -> asked == Asked.RESPONSES ? null : "never in the background";
          default -> null;
        });
  }

  /// The first model.
  Model first(String name) {
    Model model = Model.named(name);
    return switch (this) {
      case FREE_RETRY -> model.faults(FaultRule.always(new FaultCall(Fault.STATUS, "503")));
      case FAILED_EARLY -> model.faults(FaultRule.always(new FaultCall(Fault.STATUS, "400")));
      case BILLED_RETRY -> model.faults(FaultRule.always(BREAKS));
      case HELD_RETRY, FAILED_LATE -> model.faults(FaultRule.always(BREAKS_LATE));
      case RESUMED -> model.faults(FaultRule.at(BREAKS_LATE, 1));
      case NOT_RESUMED ->
          model.faults(
              FaultRule.at(BREAKS_LATE, 1), FaultRule.at(BREAKS, 2), FaultRule.at(BREAKS, 3));
      case RACED -> model.faults(FaultRule.at(SILENT, LEARNED_BY + 1));
      case LEFT_EARLY, LATE_EARLY -> model.speed(Speed.of(LATE, Duration.ZERO));
      case BATCHED, COALESCED -> model.speed(Speed.of(SLOW, Duration.ZERO));
      case LEFT_LATE, LATE_MIDWAY ->
          model.faults(FaultRule.always(new FaultCall(Fault.STALL_AFTER, "8")));
      default -> model;
    };
  }

  /// How long its clients wait; empty where they set no deadline.
  Optional<Duration> deadline() {
    return switch (this) {
      case LATE_EARLY, LATE_MIDWAY -> Optional.of(DEADLINE);
      default -> Optional.empty();
    };
  }

  /// Whether the provider goes on with a call that was given up before it had written anything: how
  /// much it writes is not known.
  boolean unwritten() {
    return this == LEFT_EARLY || this == LATE_EARLY;
  }

  /// Whether the route's second target is another provider's of the same model, which alone goes on
  /// with what the first has begun.
  boolean sameModel() {
    return this == RESUMED || this == NOT_RESUMED;
  }

  /// What the route says besides its targets.
  String route() {
    return switch (this) {
      case CACHED, PARTLY_CACHED -> "cache: {}";
      case COALESCED -> "coalesce: true";
      case BATCHED -> "batch: {max_wait: 100ms}";
      case RACED -> "timeout: {first_token: 100ms..20s}, retry: {attempts: 2, budget: 100%}";
      case FREE_RETRY, BILLED_RETRY -> "retry: {attempts: 2, budget: 100%}";
      case HELD_RETRY -> "commit: complete, retry: {attempts: 2, budget: 100%}";
      case RESUMED, NOT_RESUMED -> "resume: prefill, retry: {attempts: 2, budget: 100%}";
      default -> "retry: off";
    };
  }

  /// Whether the second model is a target of the route.
  boolean fallsBack() {
    return switch (this) {
      case FREE_RETRY, BILLED_RETRY, HELD_RETRY, RACED, RESUMED, NOT_RESUMED -> true;
      default -> false;
    };
  }
}
