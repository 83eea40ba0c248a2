package dev.sluice.internal.provider.openai.body;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.internal.provider.json.JsonWalker;
import dev.sluice.internal.provider.openai.field.AnswerField;
import dev.sluice.internal.provider.openai.field.AnswerFields;
import dev.sluice.internal.provider.openai.field.FailureListener;
import dev.sluice.internal.provider.openai.field.StreamEvidence;
import dev.sluice.internal.provider.openai.field.UsageMeter;
import io.netty.buffer.ByteBuf;
import java.util.function.Function;

/// Reads a whole answer, part by part as it passes, however large it is.
public final class WholeBodyReader extends BodyReader {
  private final Sink sink;
  private final UsageMeter meter;
  private final Function<String, Failed> classify;
  private final FailureListener verdict;

  private final AnswerFields findings;
  private final JsonWalker<AnswerField> json;
  private boolean begun;

  /// @param evidence receives the choices
  public WholeBodyReader(
      Sink sink,
      UsageMeter meter,
      Function<String, Failed> classify,
      FailureListener verdict,
      StreamEvidence evidence) {
    this.sink = sink;
    this.meter = meter;
    this.classify = classify;
    this.verdict = verdict;
    this.findings = new AnswerFields(evidence, null);
    this.json = new JsonWalker<>(AnswerField.ANSWER, findings);
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
    sink.body(bytes);
  }

  @Override
  boolean block(byte[] a, int from, int to, int shift) {
    json.feed(a, from, to);
    if (findings.failed()) {
      verdict.failed(classify.apply(findings.error(false)));
    } else if (json.broken()) {
      verdict.failed(new Failed.BadAnswer(Flaw.MALFORMED, "the answer is not JSON"));
    }
    return !findings.failed() && !json.broken();
  }

  @Override
  public void end() {
    String error = findings.error(false);
    if (!json.complete()) {
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
