package dev.sluice.provider.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.answer.Progress;
import dev.sluice.dialect.sse.EventScanner;
import org.jspecify.annotations.Nullable;

/// A listener that understands the events of a stream, and reports the meaning of each to the sink
/// once it is complete. An event whose data is neither JSON nor the dialect's last word is a
/// failure of the answer: what it should have said is lost. What comes behind the dialect's last
/// event is no part of the answer, and means nothing. A last word behind which a choice has no end
/// is a cut. Confined to the loop.
final class StreamEvents implements EventScanner.Listener {
  private final AnswerContext context;
  private final EventListener listener;

  private final EventScanner events = new EventScanner(this);
  private final EventFields findings;
  private final byte[] lastWord;

  /// The number of bytes of the last word that the event's data have matched so far; -1 when the
  /// data are something else.
  private int done;

  /// Whether the current event's data has no bytes. By the standard of server-sent events such an
  /// event is not dispatched.
  private boolean blank = true;

  /// Whether the stream has ended, so that its last event may have been cut.
  private boolean ending;

  /// Whether the sink has been told already that the current event is meaningful.
  private boolean reported;

  private boolean contentful;
  private boolean terminated;
  private boolean complete;

  /// Whether the last word came although the answer had not ended.
  private boolean cut;

  private boolean failed;

  /// Whether the current event says that the response has failed, and passes.
  private boolean saysFailure;

  /// The failure that the current event reports, if the client is not to blame for it.
  private @Nullable Failed own;

  /// Whether the last event is complete but for its blank line.
  private boolean whole = true;

  /// @param findings the reader of each event
  StreamEvents(AnswerContext context, EventListener listener, EventFields findings) {
    this.context = context;
    this.listener = listener;
    this.findings = findings;
    this.lastWord = findings.lastWord();
  }

  /// Reads the next bytes of the stream; after an error it reads nothing more.
  ///
  /// @return the result of [EventScanner#feed]; the event with the error does not count as complete
  int feed(byte[] a, int from, int to) {
    return events.feed(a, from, to);
  }

  /// Ends the stream.
  void end() {
    ending = true;
    events.end();
    if (!failed) {
      context.evidence().end();
      if (!contentful) {
        context.attempt().withoutContent();
      }
    }
  }

  /// Whether an event was an error, and ended the answer.
  boolean failed() {
    return failed;
  }

  /// Whether the answer has said that it is complete.
  boolean terminated() {
    return terminated && !cut;
  }

  /// The reason why an answer that has not said that it is complete counts as cut, in words; only
  /// after [#end].
  String lack() {
    return cut
        ? "the stream said [DONE], but not why the answer has ended (finish_reason)"
        : "the stream ended without its terminator";
  }

  /// Whether the last event of the dialect has arrived, behind which nothing comes.
  boolean complete() {
    return complete;
  }

  /// Whether the last event lacked nothing but its blank line; only after [#end].
  boolean whole() {
    return whole;
  }

  /// Whether the current event, which is not complete, says that its response has failed, or holds
  /// an error.
  boolean fails() {
    return findings.failedResponse() || findings.failing();
  }

  /// Reports the current event as meaningful before it is complete, since its bytes will not wait
  /// for its end.
  void tellEarly() {
    reported = true;
    means();
  }

  @Override
  public void data(byte[] a, int from, int to) {
    if (complete) {
      return;
    }
    for (int i = from; done >= 0 && i < to; i++) {
      done = done < lastWord.length && a[i] == lastWord[done] ? done + 1 : -1;
    }
    blank = false;
    listener.data(findings, a, from, to);
  }

  @Override
  public boolean event(int end) {
    if (complete) {
      return true;
    }
    boolean last = !blank && done == lastWord.length;
    boolean read = !blank && !last && listener.dataEnds(findings);
    whole = blank || last || findings.complete();
    boolean finished = terminated;
    if (last) {
      lastWord();
    } else if (read) {
      understand();
    }
    if (!failed && !cut) {
      listener.event(end, kind(finished));
    }
    if (own != null) {
      context.attempt().saidFailure();
      fail(own);
    }
    clear();
    return !failed;
  }

  /// Takes the dialect's last word. Nothing comes behind it, but it does not end an answer that is
  /// cut, and does not pass then.
  private void lastWord() {
    complete = true;
    cut = context.evidence().cut();
    if (!cut) {
      terminate();
    }
  }

  private void clear() {
    done = 0;
    blank = true;
    reported = false;
    saysFailure = false;
    findings.clear();
  }

  /// The kind of the current event.
  ///
  /// @param finished whether an event before it has reported a finish
  private EventListener.Kind kind(boolean finished) {
    if (saysFailure) {
      return EventListener.Kind.FAILURE;
    }
    if (!findings.complete()) {
      return EventListener.Kind.NOTHING;
    }
    return findings.usageAlone(finished) ? EventListener.Kind.USAGE_ALONE : EventListener.Kind.PART;
  }

  private void understand() {
    String error = findings.error(events.named("error"));
    if (!error.isEmpty()) {
      judge(context.classify(error));
    } else if (!findings.complete() && !ending) {
      fail(new Failed.BadAnswer(Failed.Flaw.MALFORMED, "an event of the answer is not JSON"));
    }
    if (!failed && findings.complete()) {
      report();
    }
  }

  /// Reports to the sink what the current event says.
  private void report() {
    context.meter().said(findings.contentBytes());
    context.meter().used(findings.extras());
    context.meter().reported(findings.usage());
    if (findings.meaningful() && !reported) {
      means();
    } else if (contentful && findings.alive()) {
      context.progress(Progress.ALIVE);
    }
    if (findings.tellsUsage()) {
      context.evidence().usage();
    }
    if (findings.terminated()) {
      complete |= findings.endsAnswer();
      terminate();
    }
  }

  /// Decides about a failure that a response itself reports: it has ended as the dialect demands. A
  /// failure by the client's own fault is an answer like others.
  private void judge(Failed why) {
    saysFailure = findings.complete() && findings.failedResponse() && listener.passes(why);
    if (!saysFailure) {
      fail(why);
    } else if (!(why instanceof Failed.Refused)) {
      own = why;
    }
  }

  private void fail(Failed why) {
    failed = true;
    context.fail(why);
  }

  private void means() {
    contentful = true;
    context.progress(Progress.MEANINGFUL);
  }

  private void terminate() {
    context.evidence().terminated(complete);
    if (!terminated) {
      terminated = true;
      context.progress(Progress.TERMINATED);
    }
  }
}
