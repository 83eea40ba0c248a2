package dev.sluice.server.log;

import dev.sluice.accounts.price.Money;
import dev.sluice.api.ApiError;
import dev.sluice.api.head.Names;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.client.EdgeObserver;
import dev.sluice.server.client.RejectedRequest;
import dev.sluice.server.config.LogConfig;
import dev.sluice.server.config.UpstreamErrors;
import dev.sluice.server.edge.EarlyErrors;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;

/// Logs each call when it has ended, and each request that was turned away. Safe for any thread;
/// never waits.
public final class CallLog implements Observer, EdgeObserver, AutoCloseable {
  private static final int CAPACITY = 16 * 1024;

  /// How many requests with wrong keys have lines in a second: a stranger who guesses must not fill
  /// a disk.
  private static final int UNKNOWN_A_SECOND = 100;

  private static final String UPSTREAM_ID = "x-sluice-upstream-request-id";

  private final LineQueue lines;
  private final Line.Form form;
  private volatile boolean keyed;
  private volatile UpstreamErrorFilter upstreamErrors;
  private final Clock clock;
  private final Timestamps stamp = new Timestamps();
  private final LineRate unknown = new LineRate(UNKNOWN_A_SECOND, Duration.ofSeconds(1));

  /// @param out the stream for the lines; it may block, and has to report what it cannot write,
  ///   which a [java.io.PrintStream] does not
  /// @param form how lines are written
  /// @param keyed whether callers show keys, so that a caller's name is that of its key
  public CallLog(OutputStream out, LogConfig.Calls form, boolean keyed, Clock clock) {
    this(
        out,
        form == LogConfig.Calls.TEXT ? Line.Form.TEXT : Line.Form.JSON,
        keyed,
        clock,
        CAPACITY);
  }

  CallLog(OutputStream out, Line.Form form, boolean keyed, Clock clock, int capacity) {
    this.lines = new LineQueue("call log", out, capacity);
    this.form = form;
    this.keyed = keyed;
    this.clock = clock;
    this.upstreamErrors = UpstreamErrorFilter.of(UpstreamErrors.NONE, 0);
    // The first time that is written reads the time zones from a file. Here there is a descriptor
    // for it; when the first call ends there may be none.
    stamp.add(clock.wall(), new LineBuffer());
  }

  /// Says whether callers show keys from now on.
  public void use(boolean shown) {
    keyed = shown;
  }

  /// Says of which calls it has the provider's own error text, from now on. Their time goes on
  /// where they are the same.
  ///
  /// @return whether they are others
  public boolean use(UpstreamErrors next) {
    boolean others = !next.equals(upstreamErrors.asked());
    if (others) {
      upstreamErrors = UpstreamErrorFilter.of(next, clock.wall().toEpochMilli());
    }
    return others;
  }

  /// How many lines were dropped because no reader took them, or because they could not be written.
  public long dropped() {
    return lines.dropped();
  }

  @Override
  public void callEnded(Call call, Report report) {
    var text = new LineBuffer();
    Line line = line(text, call.id());
    line.text("operation", call.operation().name().toLowerCase(Locale.ROOT));
    line.text("model", call.model()).flag("stream", call.facts().stream());
    line.some("route", report.route());
    caller(line, call.hints()).some("trace_id", call.trace().id());
    line.some("span_id", call.trace().span());
    report(line, call, report).end();
    lines.add(text);
  }

  private Line caller(Line line, SchedulingHints hints) {
    boolean named = !hints.tenant().equals(SchedulingHints.NOBODY);
    line.some("tenant", named ? hints.tenant() : "");
    return line.some("key", keyed ? hints.caller() : "");
  }

  private Line line(LineBuffer text, String id) {
    return new Line(text, form, stamp, clock.wall(), id);
  }

  private Line report(Line line, Call call, Report report) {
    line.text("outcome", report.outcome().kind());
    if (report.outcome() instanceof Failed why) {
      failure(line, call, why, report);
    }
    report.head().ifPresent(head -> answer(line, head));
    line.text("target", report.history().target()).number("attempts", report.history().attempts());
    if (report.history().steps().size() > 1) {
      line.texts("tries", report.history().steps().stream().map(CallLog::step).toList());
    }
    line.number("duration_ms", report.duration().toMillis());
    report.firstToken().ifPresent(first -> line.number("first_token_ms", first.toMillis()));
    parts(line, report.parts());
    line.number("input_tokens", report.usage().input());
    line.number("output_tokens", report.usage().output());
    report.history().cost().ifPresent(nanos -> line.decimal("cost", Money.dollars(nanos)));
    return line.flag("estimated", report.usage().estimated()).flag("committed", report.committed());
  }

  /// Adds the parts of a call's time. A wait of zero is left out, and so is the provider's part of
  /// a call that was sent nowhere.
  private static void parts(Line line, Report.Parts parts) {
    if (parts.queue() > 0) {
      line.number("queue_ms", parts.queue() / 1_000_000);
    }
    if (parts.provider() > 0) {
      line.number("provider_ms", parts.provider() / 1_000_000);
    }
    line.number("overhead_us", parts.gateway() / 1000);
  }

  private void failure(Line line, Call call, Failed why, Report report) {
    ApiError error = FailureWords.error(call.operation(), why);
    line.number("status", error.status()).text("code", error.code());
    line.sentence("message", FailureWords.message(why));
    int status = FailureWords.status(why, report.head());
    if (status > 0) {
      line.number("upstream_status", status);
    }
    line.some("upstream_code", FailureWords.code(why));
    if (status > 0 && upstreamErrors.take(call.hints().caller(), clock.wall().toEpochMilli())) {
      line.sentence("upstream_error", FailureWords.upstream(why));
    }
  }

  private static void answer(Line line, Head head) {
    line.some("upstream_id", head.headers().getOrDefault(UPSTREAM_ID, ""));
    line.some("cache", head.headers().getOrDefault(Names.CACHE.toString(), ""));
    line.some("batch", head.headers().getOrDefault(Names.BATCH.toString(), ""));
  }

  private static String step(AttemptHistory.Step step) {
    return step.target() + step.because().map(kind -> " after " + kind).orElse("");
  }

  @Override
  public void rejected(RejectedRequest request) {
    if (!EarlyErrors.isOfKey(request.error())) {
      rejected(request, 0);
    } else if (unknown.take(clock.wall().toEpochMilli())) {
      rejected(request, unknown.leftOut());
    }
  }

  /// Writes the line of a rejected request.
  ///
  /// @param leftOut how many of such lines were left out before this one
  private void rejected(RejectedRequest request, long leftOut) {
    var text = new LineBuffer();
    ApiError error = request.error();
    Line line = line(text, request.id()).text("outcome", "turned_away");
    line.number("status", error.status())
        .text("code", error.code())
        .some("method", request.method())
        .some("path", request.path())
        .some("model", request.model())
        .some("property", error.param().orElse(""))
        .some("key", keyed ? request.key() : "")
        .text("client", request.client());
    if (leftOut > 0) {
      line.number("left_out", leftOut);
    }
    line.end();
    lines.add(text);
  }

  @Override
  public void close() {
    lines.close();
  }
}
