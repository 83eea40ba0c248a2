package dev.sluice.internal.provider.answer.body;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.internal.provider.answer.field.DataEdit;
import dev.sluice.internal.provider.answer.field.EventFields;
import dev.sluice.internal.provider.answer.field.FailureListener;
import dev.sluice.internal.provider.answer.field.UsageMeter;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Function;

/// Reads a whole answer, part by part as it passes, however large it is. The edits of
/// [EventFields#edits] are made, all of which insert something.
public final class WholeBodyReader extends BodyReader {
  private final Sink sink;
  private final UsageMeter meter;
  private final Function<String, Failed> classify;
  private final FailureListener verdict;

  private final EventFields findings;
  private boolean begun;

  /// How many bytes have passed, and how many edits were made in them.
  private long passed;

  private int made;

  /// @param findings reads the answer
  public WholeBodyReader(AnswerContext of, EventFields findings) {
    this.sink = of.sink();
    this.meter = of.meter();
    this.classify = of.classify();
    this.verdict = of.verdict();
    this.findings = findings;
  }

  @Override
  public void body(ByteBuf bytes) {
    if (!read(bytes)) {
      bytes.release();
      return;
    }
    if (!begun) {
      begun = true;
      sink.progress(Progress.MEANINGFUL);
    }
    pass(bytes);
  }

  private void pass(ByteBuf bytes) {
    List<DataEdit> edits = findings.edits();
    int size = bytes.readableBytes();
    if (edits.size() == made) {
      sink.body(bytes);
    } else {
      DataEdit.insert(edits.subList(made, edits.size()), bytes, passed).forEach(sink::body);
      made = edits.size();
    }
    passed += size;
  }

  @Override
  protected boolean block(byte[] a, int from, int to, int shift) {
    findings.feed(a, from, to);
    if (findings.failed()) {
      verdict.failed(classify.apply(findings.error(false)));
    } else if (findings.broken()) {
      verdict.failed(new Failed.BadAnswer(Flaw.MALFORMED, "the answer is not JSON"));
    }
    return !findings.failed() && !findings.broken();
  }

  @Override
  public void end() {
    String error = findings.error(false);
    if (!findings.complete()) {
      verdict.failed(new Failed.BadAnswer(Flaw.TRUNCATED, "the answer's JSON is cut short"));
    } else if (!error.isEmpty()) {
      verdict.failed(classify.apply(error));
    } else {
      meter.said(findings.contentBytes());
      meter.reported(findings.usage());
      meter.settle();
      sink.progress(Progress.TERMINATED);
      if (!findings.contentful()) {
        sink.withoutContent();
      }
      sink.end();
    }
  }
}
