package dev.sluice.server.log;

import dev.sluice.call.Call;
import dev.sluice.call.Clock;
import dev.sluice.call.Failed;
import dev.sluice.call.Observer;
import dev.sluice.call.Operation;
import dev.sluice.call.Report;
import dev.sluice.server.edge.EdgeObserver;
import dev.sluice.server.openai.Fault;
import dev.sluice.server.openai.Faults;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Locale;

/// Logs each call when it has ended, and each request that was turned away. Safe for any thread;
/// never waits.
public final class CallLog implements Observer, EdgeObserver, AutoCloseable {
  private static final int CAPACITY = 16 * 1024;

  private final LineQueue lines;
  private final Clock clock;

  /// Confined to the writing thread.
  private final Stamp stamp = new Stamp();

  /// @param out where the lines go; it may block
  public CallLog(OutputStream out, Clock clock) {
    this(out, clock, CAPACITY);
  }

  CallLog(OutputStream out, Clock clock, int capacity) {
    this.lines = new LineQueue(out, capacity);
    this.clock = clock;
  }

  /// How many lines were dropped because nobody took them.
  public long dropped() {
    return lines.dropped();
  }

  @Override
  public void callEnded(Call call, Report report) {
    Instant time = clock.wall();
    String id = call.id();
    Operation operation = call.operation();
    String model = call.model();
    boolean stream = call.facts().stream();
    lines.add(
        out -> {
          var line = new Line(out, stamp.of(time), id);
          line.text("operation", operation.name().toLowerCase(Locale.ROOT));
          line.text("model", model);
          line.flag("stream", stream);
          report(line, report).end();
        });
  }

  private static Line report(Line line, Report report) {
    line.text("outcome", report.outcome().kind());
    if (report.outcome() instanceof Failed why) {
      Fault fault = Faults.of(why);
      line.number("status", fault.status()).text("code", fault.code());
    }
    line.text("target", report.trail().target()).number("attempts", report.trail().attempts());
    line.number("duration_ms", report.duration().toMillis());
    report.firstToken().ifPresent(first -> line.number("first_token_ms", first.toMillis()));
    line.number("overhead_us", report.overhead().toNanos() / 1000);
    line.number("input_tokens", report.usage().input());
    line.number("output_tokens", report.usage().output());
    return line.flag("estimated", report.usage().estimated()).flag("committed", report.committed());
  }

  @Override
  public void turnedAway(String id, Fault fault) {
    Instant time = clock.wall();
    lines.add(
        out ->
            new Line(out, stamp.of(time), id)
                .text("outcome", "turned_away")
                .number("status", fault.status())
                .text("code", fault.code())
                .end());
  }

  @Override
  public void close() {
    lines.close();
  }
}
