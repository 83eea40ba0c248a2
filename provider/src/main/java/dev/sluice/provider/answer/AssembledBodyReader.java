package dev.sluice.provider.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Head;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.request.Operation;
import dev.sluice.dialect.json.JsonUtf8;
import dev.sluice.provider.assemble.Assembler;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/// A reader of a streamed answer for a client that asked for a whole one: it reports the meaning of
/// each event as it comes, and passes on the whole answer at the end. An answer that is larger than
/// a call may hold is left to be taken from [#large] and passed on at the pace of its client.
final class AssembledBodyReader extends BodyReader implements EventListener {
  private final LongFunction<Head> head;
  private final Optional<StreamDemand> demand;
  private final AnswerContext context;
  private final StreamEvents events;
  private final Assembler assembler;
  private final Optional<NameMarks> marks;
  private Optional<AssembledAnswer> large = Optional.empty();
  private boolean failed;

  /// @param marks the marks that are made in the answer
  /// @param head the answer's head, given the length of its body in bytes
  public AssembledBodyReader(
      Operation operation,
      Assembly assembly,
      AnswerContext context,
      Optional<NameMarks> marks,
      LongFunction<Head> head) {
    this.marks = marks;
    this.context = context;
    this.head = head;
    this.demand = assembly.demand();
    this.events = new StreamEvents(context, this, fields(context));
    this.assembler = Assembler.of(operation, assembly.members());
  }

  private static AnswerFields fields(AnswerContext context) {
    return new AnswerFields(context.evidence(), AnswerEdits.NONE, AnswerFields.Tells.WHAT_IS_SAID);
  }

  @Override
  public void body(ByteBuf bytes) {
    var _ = read(bytes);
    bytes.release();
  }

  @Override
  protected boolean block(byte[] a, int from, int to, int shift) {
    events.feed(a, from, to);
    if (!ended() && assembler.tooLarge()) {
      fail(Flaw.TOO_LARGE, "the answer, or one event of it, is larger than can be put together");
    }
    if (!ended() && assembler.malformed()) {
      fail(Flaw.MALFORMED, "a choice of the answer has an index that no answer has");
    }
    if (!ended() && !context.memory().resize(assembler.taken())) {
      fail(new Failed.OutOfMemory(context.memory().shareIsFull()));
    }
    return !ended();
  }

  @Override
  public void data(EventFields fields, byte[] a, int from, int to) {
    fields.feed(a, from, to);
    if (!failed) {
      assembler.data(a, from, to);
    }
  }

  /// Whether an event by which a response says that it has failed passes: never, since such a
  /// response counts as a failure where it comes whole, too.
  @Override
  public boolean passes(Failed why) {
    return false;
  }

  @Override
  public void event(int end, Kind kind) {
    if (failed) {
      return;
    }
    switch (kind) {
      case PART, USAGE_ALONE, FAILURE -> assembler.event();
      case NOTHING -> assembler.skip();
    }
  }

  @Override
  public boolean streams() {
    return true;
  }

  @Override
  public boolean complete() {
    return events.complete() && !failed;
  }

  @Override
  public void end() {
    events.end();
    if (ended()) {
      return;
    }
    List<ByteBuf> answer = assembler.answer();
    if (!events.terminated() || answer.isEmpty()) {
      fail(Flaw.TRUNCATED, events.lack());
    } else if (demand.isPresent() && !demand.get().metBy(context.evidence())) {
      fail(Flaw.TRUNCATED, "the stream says less than a whole answer");
    } else if (!answer.stream().allMatch(AssembledBodyReader::isText)) {
      fail(Flaw.MALFORMED, "the answer is not UTF-8");
    } else {
      pass(marks.map(names -> names.in(answer)).orElse(answer));
    }
  }

  private void pass(List<ByteBuf> answer) {
    long size = answer.stream().mapToLong(ByteBuf::readableBytes).sum();
    Head said = head.apply(size);
    context.attempt().head(said);
    if (size > CommitPoint.HELD_MAX) {
      leave(new AssembledAnswer(said, answer));
      return;
    }
    context.sink().head(said);
    answer.forEach(context.sink()::body);
    context.meter().settle();
    context.sink().end();
  }

  private void leave(AssembledAnswer answer) {
    context.meter().settle();
    context.memory().resize(answer.capacity());
    large = Optional.of(answer);
  }

  @Override
  public Optional<AssembledAnswer> large() {
    return large;
  }

  /// Whether the part is valid text. Half a surrogate pair is the provider's own affair; it passes
  /// in whole answers too.
  private static boolean isText(ByteBuf part) {
    byte[] a = part.array();
    int from = part.arrayOffset();
    int to = from + part.readableBytes();
    int invalid = JsonUtf8.firstInvalid(a, from, to);
    while (invalid >= 0 && a[invalid] == '\\') {
      invalid = JsonUtf8.firstInvalid(a, invalid + 2, to);
    }
    return invalid < 0;
  }

  private boolean ended() {
    return failed || events.failed();
  }

  private void fail(Flaw flaw, String detail) {
    fail(new BadAnswer(flaw, detail));
  }

  private void fail(Failed why) {
    failed = true;
    context.fail(why);
  }
}
