package dev.sluice.provider.answer;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.dialect.AnswerEvents;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.RequestText;
import dev.sluice.transport.AnswerSink;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A sink between the transport and the rest of the pipeline, for one attempt, that knows what an
/// answer in the provider's dialect means: which events mean something, what was used, when the
/// answer is complete, and when it is an error. The bytes pass unchanged, unless the provider was
/// asked for more than the client has asked for: then a stream becomes the whole answer, and usage
/// that the client has not asked for is left out. Tool calls of a stream that share a number get
/// others.
///
/// Confined to the loop; [#verdict] is for the call's thread, after the exchange has returned.
public final class AnswerScanner extends ForwardingSink implements AnswerSink {
  /// The most bytes that one answer may have, unless its dialect has larger ones. The largest
  /// honest answer, 2,048 embeddings of 3,072 floats, has half of that.
  public static final long ANSWER_MAX = 256L * 1024 * 1024;

  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";

  private final Call call;
  private final UpstreamOptions options;
  private final Classifier classifier;
  private final AnswerDialect dialect;
  private final Reservation memory;
  private final StreamEvidence evidence;

  private final AttemptInfo attempt;
  private final boolean limited;
  private final UsageMeter meter;

  private @Nullable Head head;
  private @Nullable BodyReader reading;

  /// The request's text, once its answer is known to be a stream, which may outlast the body.
  private @Nullable RequestText said;

  /// Whether the client has the beginning of a stream.
  private boolean begun;

  private long total;
  private boolean ended;
  private @Nullable Failed failed;

  /// @param attempt the record of the attempt
  /// @param options the options with which the provider was asked
  /// @param dialect the meaning of the provider's answers
  /// @param limited whether the limits that the answer states are those of the credential
  /// @param memory the reservation for what has to be held of the answer; stays the caller's
  public AnswerScanner(
      Sink next,
      AttemptInfo attempt,
      Call call,
      Classifier classifier,
      UpstreamOptions options,
      AnswerDialect dialect,
      boolean limited,
      Reservation memory) {
    super(next);
    this.call = call;
    this.options = options;
    this.classifier = classifier;
    this.dialect = dialect;
    this.limited = limited;
    this.evidence = new StreamEvidence(call.facts().streaming().choices());
    this.memory = memory;
    this.attempt = attempt;
    this.meter = new UsageMeter(attempt, call.body().size());
  }

  /// Passes on the beginning of the attempt, which may take several exchanges.
  @Override
  public void attach(AttemptInfo attempt) {
    if (!attempt.isAgain()) {
      next.attach(attempt);
    }
    if (attempt.isWhole()) {
      next.signal(Signal.WHOLE);
    }
  }

  @Override
  public void head(Head head) {
    this.head = head;
    RateLimitInfo allowance = classifier.allowance(head.headers());
    meter.headed(HeadPrices.of(head.headers()));
    if (call.operation() == Operation.INVOKE_MODEL) {
      meter.reported(HeadTokens.of(head.headers()));
    }
    if (limited && (!allowance.limits().isEmpty() || allowance.elsewhere())) {
      attempt.allowed(allowance);
    }
    String type = head.mediaType();
    if (head.status() < 200 || head.status() > 299) {
      pass(HeadFilter.ofError(head, classifier.redaction()));
      reading =
          new ErrorBodyReader(
              body -> classifier.classify(head.status(), head.headers(), body, request()),
              this::fail);
    } else if (dialect.isBytes(type)) {
      pass(HeadFilter.ofBytes(head, classifier.redaction()));
      reading = dialect.bytes(context());
    } else if (!sniffed(type)) {
      fail(new BadAnswer(Flaw.MALFORMED, "the answer is " + named(type)));
    }
  }

  /// Whether the form of the answer is told by its first byte rather than by its media type.
  private static boolean sniffed(String type) {
    return switch (type) {
      case "", JSON, EVENTS, "text/plain", "text/json", "application/octet-stream" -> true;
      default -> type.endsWith("+json");
    };
  }

  @Override
  public void body(ByteBuf bytes) {
    total += bytes.readableBytes();
    if (failed == null && total > dialect.answerMax()) {
      String detail = "the answer is larger than " + dialect.answerMax() + " bytes";
      fail(new BadAnswer(Flaw.TOO_LARGE, detail));
    }
    if (failed == null && reading == null) {
      sniff(bytes);
    }
    if (failed != null || reading == null) {
      bytes.release();
    } else {
      reading.body(bytes);
    }
  }

  /// Chooses the reader by the first byte that is not blank. Blank space in front of it means
  /// nothing in either form, and is dropped if it comes alone.
  private void sniff(ByteBuf bytes) {
    if (head == null) {
      return;
    }
    if (head.mediaType().equals(EVENTS)) {
      sniffEvents(bytes, head);
      return;
    }
    int first = bytes.forEachByte(b -> b == ' ' || b == '\t' || b == '\r' || b == '\n');
    if (first < 0) {
      return;
    }
    switch (bytes.getByte(first)) {
      case '{', '[' -> readWhole(head);
      case 'd', 'e', 'i', 'r', ':', (byte) 0xEF -> readStream(head);
      default -> fail(new BadAnswer(Flaw.MALFORMED, "the answer is neither JSON nor events"));
    }
  }

  /// Chooses the reader of an answer that is said to be a stream: some providers call an error a
  /// stream, and then send it as JSON.
  private void sniffEvents(ByteBuf bytes, Head head) {
    if (!bytes.isReadable()) {
      return;
    }
    if (bytes.getByte(bytes.readerIndex()) == '{') {
      readWhole(head);
    } else {
      readStream(head);
    }
  }

  /// Reads a stream, which may take long: of its head no more is kept than an error in it takes.
  private void readStream(Head head) {
    Head kept = new Head(head.status(), classifier.decisive(head.headers()));
    this.head = kept;
    said = RequestText.outlasting(call.body());
    AnswerContext context = context();
    if (call.facts().stream()) {
      pass(HeadFilter.forClient(head, EVENTS, classifier.redaction()));
      reading =
          next instanceof AnswerEvents translation
              ? new TranslatedBodyReader(context, translation, dialect.events(evidence))
              : new StreamBodyReader(
                  context, dialect.events(evidence), dialect.hidesUsage(), dialect.eventMax());
    } else if (options.stream()) {
      reading =
          dialect.assembled(
              context, length -> HeadFilter.forClient(head, JSON, length, classifier.redaction()));
    } else {
      fail(new BadAnswer(Flaw.MALFORMED, "the answer is a stream although none was asked for"));
    }
  }

  private void readWhole(Head head) {
    if (call.facts().stream() && !dialect.mayBeWhole()) {
      // A client that reads events finds none in it, and would take it for an empty answer. It may
      // be an error, which has more to say.
      reading = new ErrorBodyReader(body -> notAStream(head, body), this::fail);
      return;
    }
    pass(HeadFilter.forClient(head, JSON, classifier.redaction()));
    reading = new WholeBodyReader(context(), dialect.whole(evidence));
  }

  private void pass(Head said) {
    attempt.head(said);
    next.head(said);
  }

  private AnswerContext context() {
    return new AnswerContext(next, attempt, meter, this, evidence, memory);
  }

  private Failed notAStream(Head head, String body) {
    EventFields whole = dialect.whole(new StreamEvidence());
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    whole.feed(bytes, 0, bytes.length);
    String error = whole.error(false);
    return error.isEmpty()
        ? new BadAnswer(Flaw.MALFORMED, "the answer is whole although a stream was asked for")
        : classifier.inside(head.headers(), error, request());
  }

  /// Returns what an error inside the answer means. The answer's head has come.
  Failed inside(String error) {
    Map<String, String> headers = head == null ? Map.of() : head.headers();
    return classifier.inside(headers, error, request());
  }

  /// Returns an error without the operator's own data.
  String clean(String error) {
    return classifier.redaction().json(error);
  }

  private RequestText request() {
    return said == null ? RequestText.of(call.body()) : said;
  }

  @Override
  public boolean complete() {
    return failed == null && reading != null && reading.complete();
  }

  @Override
  public void end() {
    ended = true;
    if (failed != null) {
      return;
    }
    if (reading == null) {
      evidence.end();
      fail(new BadAnswer(Flaw.TRUNCATED, "the answer has no body"));
    } else {
      reading.end();
    }
  }

  @Override
  public void flush() {
    if (failed == null && reading != null && reading.streams()) {
      meter.settle();
      giveBack();
    }
    next.flush();
  }

  /// Gives back the body of a request whose client has the beginning of the answer: also one that
  /// was made for this target alone.
  private void giveBack() {
    if (!begun && call.facts().stream() && next.committed()) {
      begun = true;
      call.body().giveBack();
    }
  }

  /// Ends the answer with a failure. The usage that a stream has reported in front of its error is
  /// accounted for, however close the error follows.
  void fail(Failed why) {
    if (failed == null && reading != null && reading.streams()) {
      meter.settleSaid();
    }
    failed = why;
    if (!ended) {
      attempt.endExchange(why);
    }
  }

  /// The outcome of the attempt, given the outcome of its exchange. An error that was cut short is
  /// still that error.
  public Outcome verdict(Outcome exchange) {
    if (failed != null) {
      return failed;
    }
    return switch (exchange) {
      case Failed.Unreachable _, Failed.BadAnswer _ when reading instanceof ErrorBodyReader error ->
          error.classified();
      default -> exchange;
    };
  }

  /// The answer that has ended well, where it was put together and is too large to be passed on at
  /// once; for the call's thread, after the exchange has returned.
  public Optional<AssembledAnswer> large() {
    return failed == null && reading != null ? reading.large() : Optional.empty();
  }

  /// The evidence in the answer; for the call's thread, after the exchange has returned.
  public StreamEvidence evidence() {
    return evidence;
  }

  private static String named(String type) {
    return type.equals("text/html") ? "an HTML page" : "of a type that no answer has";
  }
}
