package dev.sluice.sim;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.batch.LineAnswer;
import dev.sluice.sim.batch.LineCaller;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.stored.ResponsesApi;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.List;

/// Answers the lines of batches by the models that answer calls.
///
/// @param price of a token, as a share of what it costs in a call
record LineCalls(Models models, ResponsesApi stored, Recorded recorded, Clock clock, double price)
    implements LineCaller {
  private static final int ERRORS = 400;

  @Override
  public LineAnswer answer(ReceivedRequest request, String id, long draw) {
    Form form = Form.of(request);
    if (!form.asksModel(request)) {
      return dressed(form, request, Paths.unknown(request));
    }
    try {
      ReadCall call = form.read(request, stored);
      if (call.content().stream()) {
        throw new Refusal(OpenAiError.invalid("stream", null, "A line cannot be streamed."));
      }
      LineResult result = models.line(call, request, id, draw);
      HttpReply reply = form.dress(result.reply(), request, clock.wall());
      int status = reply.head().status();
      byte[] body = whole(reply);
      return status < ERRORS && !call.free()
          ? new LineAnswer(status, body, result.tokens(), () -> bill(call, result))
          : new LineAnswer(status, body, LineAnswer.Tokens.NONE, () -> {});
    } catch (Refusal e) {
      return dressed(form, request, e.error());
    } catch (InvalidFault e) {
      return dressed(form, request, OpenAiError.invalid("model", null, "model " + e.getMessage()));
    }
  }

  private LineAnswer dressed(Form form, ReceivedRequest request, OpenAiError error) {
    HttpReply reply = form.dress(error.reply(List.of()), request, clock.wall());
    return new LineAnswer(reply.head().status(), whole(reply), LineAnswer.Tokens.NONE, () -> {});
  }

  private void bill(ReadCall call, LineResult result) {
    LineAnswer.Tokens tokens = result.tokens();
    recorded.read(tokens.input(), tokens.cached(), price * result.cost());
    recorded.billedLine(
        call.content().model(),
        new Recorded.Bill(1, tokens.input(), tokens.cached(), tokens.output()));
  }

  /// The body of an answer to a line, which is whole and ends, without ends of lines.
  private static byte[] whole(HttpReply reply) {
    Bytes all = new Bytes(1024);
    for (Piece piece = reply.body().next(); piece.ending() == null; piece = reply.body().next()) {
      all.put(piece.bytes());
    }
    byte[] body = all.array();
    for (int i = 0; i < body.length; i++) {
      body[i] = body[i] == '\n' ? (byte) ' ' : body[i];
    }
    return body;
  }
}
