package dev.sluice.test;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.Form;
import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.OpenAiApi;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.Shape;
import dev.sluice.sim.dialect.Vectors;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReceivedRequest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes the answer to one call, right or wrong, in OpenAI's form or that of its dialect.
///
/// @param id of the answer, without a prefix
/// @param headers of every answer; may be added to
record ScriptedCall(Form form, SentCall call, String id, List<Header> headers) {
  private static final Vectors SHORT = Vectors.drawn(8);

  /// The time from the last bytes to the break of a connection: a client may lose what it has not
  /// read by then.
  private static final long BEFORE_BREAK = TimeUnit.MILLISECONDS.toNanos(50);

  HttpReply reply(LlmReply reply, ReadCall read, ReceivedRequest request) throws Refusal {
    return switch (reply) {
      case LlmAnswer answer -> answer(answer, read, request);
      case LlmVectors vectors ->
          read.answer(
              traits(AnswerContent.of(""), vectors.pace(), Shape.TRUE, vectors.vectors()), headers);
      case LlmFailure failure -> failure(failure, read);
    };
  }

  /// An answer that says nothing, to a call that needs no more.
  HttpReply plain(ReadCall read) throws Refusal {
    return read.answer(
        traits(AnswerContent.of(""), ScriptedPace.AT_ONCE, Shape.TRUE, SHORT), headers);
  }

  /// The answer to a call that the script has none for: an error that no client repeats.
  HttpReply unanswered(String why) {
    headers.add(new Header("x-should-retry", "false"));
    return OpenAiError.invalid(null, "no_scripted_answer", "sluice-test: " + why + ".")
        .reply(headers);
  }

  private HttpReply answer(LlmAnswer answer, ReadCall read, ReceivedRequest request)
      throws Refusal {
    headers.addAll(answer.headers());
    Shape shape = shape(answer);
    OpenAiApi.check(request.body(), shape);
    HttpReply reply = read.answer(traits(answer.content(), answer.pace(), shape, SHORT), headers);
    for (Damage damage : answer.damages()) {
      reply = damage.in(call.api()).apply(reply, now(), form.opening());
    }
    return reply.body(body -> () -> breaksLater(body.next()));
  }

  private static Piece breaksLater(Piece piece) {
    boolean breaks = piece.ending() == Ending.RESET || piece.ending() == Ending.FIN;
    return breaks ? piece.after(Math.max(BEFORE_BREAK, piece.afterNanos())) : piece;
  }

  private HttpReply failure(LlmFailure failure, ReadCall read) throws Refusal {
    HttpReply reply;
    if (failure.fault().isPresent()) {
      FaultCall fault = failure.fault().get();
      reply = fault.apply(plain(read), now(), form.opening());
    } else {
      headers.addAll(failure.headers());
      reply = failure.cause().error(form, call.model(), failure.hint()).reply(headers);
    }
    return reply.later(failure.afterNanos());
  }

  private static Shape shape(LlmAnswer answer) {
    Shape shape = Shape.TRUE;
    for (Damage damage : answer.damages()) {
      Shape other = damage.fault().shape();
      shape = other.equals(Shape.TRUE) ? shape : other;
    }
    return answer.tokens().map(shape::with).orElse(shape);
  }

  private ModelTraits traits(
      AnswerContent content, ScriptedPace pace, Shape shape, Vectors vectors) {
    return new ModelTraits(
        id, now().getEpochSecond(), content.speaker(id), pace, shape, vectors, 0);
  }

  private static Instant now() {
    return Clock.SYSTEM.wall();
  }
}
