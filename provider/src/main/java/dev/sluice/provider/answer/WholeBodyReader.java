package dev.sluice.provider.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.answer.Progress;
import dev.sluice.dialect.json.JsonWalker;
import io.netty.buffer.ByteBuf;
import java.util.List;

/// A reader of a whole answer, part by part as it passes, however large it is. The edits of
/// [EventFields#edits] are made. An error inside is held until it is whole: it ends the answer, or
/// is redacted. An answer in which nothing is said, and that is no larger than [#SILENT_MAX], may
/// be an error in a form of its own: it is held until its end, and passes redacted.
final class WholeBodyReader extends BodyReader {
  /// The most bytes that are held of an error and of what comes with it.
  private static final int HELD_MAX = 2 * JsonWalker.KEPT_MAX;

  static final int SILENT_MAX = 16 * 1024;

  private final AnswerContext context;

  private final EventFields findings;
  private final HeldBytes held = new HeldBytes();
  private boolean begun;

  /// The number of bytes that have passed.
  private long passed;

  /// @param findings the reader of the answer
  public WholeBodyReader(AnswerContext context, EventFields findings) {
    this.context = context;
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
      context.progress(Progress.MEANINGFUL);
    }
    if (findings.failing() || held.length() > 0 || isSilent(bytes.readableBytes())) {
      held.add(bytes);
      passHeld();
    } else {
      pass(bytes);
    }
  }

  private boolean isSilent(int more) {
    return passed + held.length() + more <= SILENT_MAX && !findings.contentful();
  }

  private void passHeld() {
    if (!findings.failing()) {
      if (!isSilent(0)) {
        pass(held.take());
      }
    } else if (held.length() > HELD_MAX) {
      // Not TOO_LARGE, by which an answer counts as served: this is none.
      context.fail(
          new Failed.BadAnswer(
              Flaw.MALFORMED, "an error in the answer is larger than " + HELD_MAX + " bytes"));
    }
  }

  private void pass(ByteBuf bytes) {
    int size = bytes.readableBytes();
    edited(bytes).forEach(context.sink()::body);
    passed += size;
  }

  private List<ByteBuf> edited(ByteBuf bytes) {
    List<DataEdit> edits = findings.edits();
    if (edits.isEmpty()) {
      return List.of(bytes);
    }
    List<ByteBuf> parts = DataEdit.in(edits, bytes, passed);
    findings.dropEdits();
    return parts;
  }

  /// Passes on an answer in which nothing is said.
  private void passSilent() {
    if (held.length() > 0) {
      edited(held.take()).forEach(held::add);
      held.change(context::clean);
      held.passTo(context.sink());
    }
  }

  @Override
  protected boolean block(byte[] a, int from, int to, int shift) {
    findings.feed(a, from, to);
    if (findings.failed()) {
      context.fail(context.classify(findings.error(false)));
    } else if (findings.broken()) {
      context.fail(new Failed.BadAnswer(Flaw.MALFORMED, "the answer is not JSON"));
    }
    return !findings.failed() && !findings.broken();
  }

  @Override
  public void end() {
    String error = findings.error(false);
    if (!findings.complete()) {
      context.fail(new Failed.BadAnswer(Flaw.TRUNCATED, "the answer's JSON is cut short"));
    } else if (!error.isEmpty()) {
      context.fail(context.classify(error));
    } else {
      passSilent();
      context.meter().said(findings.contentBytes());
      context.meter().used(findings.extras());
      context.meter().reported(findings.usage());
      context.meter().settle();
      context.progress(Progress.TERMINATED);
      if (!findings.contentful()) {
        context.attempt().withoutContent();
      }
      context.sink().end();
    }
  }
}
