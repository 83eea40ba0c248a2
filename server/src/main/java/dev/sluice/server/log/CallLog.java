package dev.sluice.server.log;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.edge.client.EdgeObserver;
import dev.sluice.server.openai.ApiError;
import dev.sluice.server.openai.ApiErrors;
import java.io.OutputStream;
import java.util.Locale;

/// Logs each call when it has ended, and each request that was turned away. Safe for any thread;
/// never waits.
public final class CallLog implements Observer, EdgeObserver, AutoCloseable {
  private static final int CAPACITY = 16 * 1024;

  private final LineQueue lines;
  private final Clock clock;
  private final Timestamps stamp = new Timestamps();

  /// @param out the stream for the lines; it may block, and has to report what it cannot write,
  ///   which a [java.io.PrintStream] does not
  public CallLog(OutputStream out, Clock clock) {
    this(out, clock, CAPACITY);
  }

  CallLog(OutputStream out, Clock clock, int capacity) {
    this.lines = new LineQueue("call log", out, capacity);
    this.clock = clock;
    // The first time that is written reads the time zones from a file. Here there is a descriptor
    // for it; when the first call ends there may be none.
    stamp.add(clock.wall(), new LineBuffer());
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
    report(line, report).end();
    lines.add(text);
  }

  private Line line(LineBuffer text, String id) {
    return new Line(text, stamp, clock.wall(), id);
  }

  private static Line report(Line line, Report report) {
    line.text("outcome", report.outcome().kind());
    if (report.outcome() instanceof Failed why) {
      ApiError error = ApiErrors.of(why);
      line.number("status", error.status()).text("code", error.code());
    }
    line.text("target", report.history().target()).number("attempts", report.history().attempts());
    if (report.history().steps().size() > 1) {
      line.texts("tries", report.history().steps().stream().map(CallLog::step).toList());
    }
    line.number("duration_ms", report.duration().toMillis());
    report.firstToken().ifPresent(first -> line.number("first_token_ms", first.toMillis()));
    line.number("overhead_us", report.overhead().toNanos() / 1000);
    line.number("input_tokens", report.usage().input());
    line.number("output_tokens", report.usage().output());
    return line.flag("estimated", report.usage().estimated()).flag("committed", report.committed());
  }

  private static String step(AttemptHistory.Step step) {
    return step.target() + step.because().map(kind -> " after " + kind).orElse("");
  }

  @Override
  public void turnedAway(String id, ApiError error) {
    var text = new LineBuffer();
    line(text, id)
        .text("outcome", "turned_away")
        .number("status", error.status())
        .text("code", error.code())
        .end();
    lines.add(text);
  }

  @Override
  public void close() {
    lines.close();
  }
}
