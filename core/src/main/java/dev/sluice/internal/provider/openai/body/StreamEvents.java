package dev.sluice.internal.provider.openai.body;

import dev.sluice.call.Failed;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.internal.provider.json.JsonWalker;
import dev.sluice.internal.provider.openai.field.AnswerField;
import dev.sluice.internal.provider.openai.field.AnswerFields;
import dev.sluice.internal.provider.openai.field.EventListener;
import dev.sluice.internal.provider.openai.field.FailureListener;
import dev.sluice.internal.provider.openai.field.StreamEvidence;
import dev.sluice.internal.provider.openai.field.ToolCallRenumbering;
import dev.sluice.internal.provider.openai.field.UsageMeter;
import dev.sluice.internal.provider.sse.EventScanner;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Understands the events of a stream, and reports the meaning of each to the sink once it is
/// complete. An event whose data is not JSON, and not `[DONE]`, is a failure of the answer: what it
/// should have said is lost. Confined to the loop.
final class StreamEvents implements EventScanner.Listener {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final Sink sink;
  private final UsageMeter meter;
  private final Function<String, Failed> classify;
  private final FailureListener verdict;
  private final EventListener listener;
  private final StreamEvidence evidence;

  private final EventScanner events = new EventScanner(this);
  private final AnswerFields findings;
  private final JsonWalker<AnswerField> json;

  /// How much of the event's data is `[DONE]` so far; -1 when it is something else.
  private int done;

  /// Whether the current event's data has no bytes. By the standard of server-sent events such an
  /// event is not dispatched.
  private boolean blank = true;

  /// Whether the stream has ended, so that its last event may have been cut.
  private boolean ending;

  /// Whether it has been reported already that the current event is meaningful.
  private boolean reported;

  private boolean contentful;
  private boolean terminated;
  private boolean complete;
  private boolean failed;

  /// Whether the current event says that the response has failed, and passes.
  private boolean saysFailure;

  /// Why it has, if the client is not to blame.
  private @Nullable Failed own;

  /// Whether the last event is complete but for its blank line.
  private boolean whole = true;

  /// @param evidence receives the evidence in the stream
  /// @param tools receives the tool calls, where they may have to be numbered anew
  StreamEvents(
      Sink sink,
      UsageMeter meter,
      Function<String, Failed> classify,
      FailureListener verdict,
      EventListener listener,
      StreamEvidence evidence,
      @Nullable ToolCallRenumbering tools) {
    this.sink = sink;
    this.meter = meter;
    this.classify = classify;
    this.verdict = verdict;
    this.listener = listener;
    this.evidence = evidence;
    this.findings = new AnswerFields(evidence, tools);
    this.json = new JsonWalker<>(AnswerField.ANSWER, findings);
  }

  /// Reads on; after an error it reads nothing more.
  ///
  /// @return as [EventScanner#feed] does; the event with the error is not complete by that
  int feed(byte[] a, int from, int to) {
    return events.feed(a, from, to);
  }

  /// The stream has ended.
  void end() {
    ending = true;
    events.end();
    if (!failed) {
      evidence.end();
      if (!contentful) {
        sink.withoutContent();
      }
    }
  }

  /// Whether an event was an error, and ended the answer.
  boolean failed() {
    return failed;
  }

  /// Whether the answer has said that it is complete.
  boolean terminated() {
    return terminated;
  }

  /// Whether the last event of the dialect has arrived, behind which nothing comes.
  boolean complete() {
    return complete;
  }

  /// After the end: whether the last event lacked nothing but its blank line.
  boolean whole() {
    return whole;
  }

  /// Whether the current event, which is not complete, says that its response has failed.
  boolean failsResponse() {
    return findings.failedResponse();
  }

  /// Reports now that the current event is meaningful, since its bytes will not wait for its end.
  void tellEarly() {
    reported = true;
    means();
  }

  @Override
  public void data(byte[] a, int from, int to) {
    for (int i = from; done >= 0 && i < to; i++) {
      done = done < DONE.length && a[i] == DONE[done] ? done + 1 : -1;
    }
    blank = false;
    json.feed(a, from, to);
    listener.data(a, from, to);
  }

  @Override
  public boolean event(int end) {
    whole = blank || done == DONE.length || json.complete();
    boolean finished = terminated;
    if (done == DONE.length) {
      complete = true;
      terminate();
    } else if (!blank) {
      understand();
    }
    if (!failed) {
      listener.event(end, kind(finished));
    }
    if (own != null) {
      sink.saidFailure();
      fail(own);
    }
    clear();
    return !failed;
  }

  private void clear() {
    done = 0;
    blank = true;
    reported = false;
    saysFailure = false;
    json.restart();
    findings.clear();
  }

  /// @param finished whether an event before it has reported a finish
  private EventListener.Kind kind(boolean finished) {
    if (saysFailure) {
      return EventListener.Kind.FAILURE;
    }
    if (!json.complete()) {
      return EventListener.Kind.NOTHING;
    }
    return findings.usageAlone(finished) ? EventListener.Kind.USAGE_ALONE : EventListener.Kind.PART;
  }

  private void understand() {
    String error = findings.error(events.named("error"));
    if (!error.isEmpty()) {
      judge(classify.apply(error));
    } else if (!json.complete() && !ending) {
      fail(new Failed.BadAnswer(Failed.Flaw.MALFORMED, "an event of the answer is not JSON"));
    }
    if (!failed && json.complete()) {
      report();
    }
  }

  /// Reports what the current event says.
  private void report() {
    meter.said(findings.contentBytes());
    meter.reported(findings.usage());
    if (findings.meaningful() && !reported) {
      means();
    }
    if (findings.tellsUsage()) {
      evidence.usage();
    }
    if (findings.terminated()) {
      complete |= findings.endsResponse();
      terminate();
    }
  }

  /// A response that failed may say so itself: it has ended as the dialect demands. By the client's
  /// own fault it is an answer like others.
  private void judge(Failed why) {
    saysFailure = json.complete() && findings.failedResponse() && listener.passes(why);
    if (!saysFailure) {
      fail(why);
    } else if (!(why instanceof Failed.Refused)) {
      own = why;
    }
  }

  private void fail(Failed why) {
    failed = true;
    verdict.failed(why);
  }

  private void means() {
    contentful = true;
    sink.progress(Progress.MEANINGFUL);
  }

  private void terminate() {
    evidence.terminated(complete);
    if (!terminated) {
      terminated = true;
      sink.progress(Progress.TERMINATED);
    }
  }
}
