package dev.sluice.server.batches;

import dev.sluice.api.ApiError;
import dev.sluice.api.Endpoint;
import dev.sluice.api.Endpoints;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.Ending;
import dev.sluice.batches.LineAnswer;
import dev.sluice.batches.LineAnswer.Later;
import dev.sluice.batches.LineAnswer.NoAnswer;
import dev.sluice.batches.LineAnswer.NoKey;
import dev.sluice.batches.LineAnswer.Result;
import dev.sluice.batches.LineAnswer.Why;
import dev.sluice.batches.LineCall;
import dev.sluice.batches.LineCaller;
import dev.sluice.batches.LineReceiver;
import dev.sluice.batches.LineRules;
import dev.sluice.batches.Tokens;
import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.client.ClientKeys.Reason;
import dev.sluice.server.edge.InnerCalls;
import dev.sluice.server.edge.WholeAnswer;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Calls lines at the gateway: a line is answered as its body would be, sent to the same path by
/// the same key, with the headers that the batch was made with, in the lowest band.
///
/// @param inner makes calls within the process
/// @param uses is told what lines have used of their targets
record GatewayLines(Supplier<InnerCalls> inner, LineUses uses) implements LineCaller {
  private static final Optional<Duration> LOOK_AGAIN = Optional.of(Duration.ofSeconds(5));

  @Override
  public int largest() {
    return inner.get().largest();
  }

  @Override
  public LineRules.Models models(BatchOrder order) {
    InnerCalls calls = inner.get();
    if (!(calls.client(order.key()) instanceof Found.Admitted(Client client))) {
      return _ -> Optional.empty();
    }
    return model ->
        Endpoints.at(order.endpoint()).orElseThrow() instanceof Endpoint.Calling calling
                && calls.knows(client, calling.operation(), model)
            ? Optional.empty()
            : Optional.of(
                "The model '%s' does not exist for this endpoint, or the key may not call it: GET /v1/models lists those that it may."
                    .formatted(LineRules.shown(model)));
  }

  @Override
  public Optional<Reservation> memory(long bytes) {
    return inner.get().memory(bytes);
  }

  @Override
  public Runnable call(LineCall line, LineReceiver then) {
    InnerCalls calls = inner.get();
    BatchOrder order = line.order();
    var answer = new Answer(line, then, uses);
    return switch (calls.client(order.key())) {
      case Found.Admitted(Client client) when client.ownerName().equals(order.team()) -> {
        Runnable leave = calls.start(line.id(), client, head(order, line), line.body(), answer);
        yield () -> {
          if (answer.leave()) {
            leave.run();
          }
        };
      }
      case Found.Admitted _ -> answer.tell(new NoKey(Ending.KEY_REVOKED));
      case Found.Refused(Reason why) -> answer.tell(unknown(why, line));
    };
  }

  private static LineAnswer unknown(Reason why, LineCall line) {
    return switch (why) {
      case UNKNOWN, MISTYPED, REVOKED -> new NoKey(Ending.KEY_REVOKED);
      case EXPIRED -> new NoKey(Ending.KEY_EXPIRED);
      case SUSPENDED, UNAVAILABLE, TOKEN, TOKEN_UNAVAILABLE ->
          new Later(
              Why.KEY_UNKNOWN, LOOK_AGAIN, new Result(503, line.id(), new byte[0], Tokens.NONE));
    };
  }

  /// The head of the request that a line is.
  static HttpRequest head(BatchOrder order, LineCall line) {
    var headers = new DefaultHttpHeaders();
    order.headers().forEach(headers::set);
    headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    headers.set(HttpHeaderNames.CONTENT_LENGTH, line.body().length);
    headers.set(LineHeaders.PRIORITY, "batch");
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, order.endpoint(), headers);
  }

  /// A line that stands for one whose request the gateway would turn away for every key, since it
  /// has another configuration by now, or whose body cannot be read any more: it has the path, and
  /// no headers.
  ///
  /// @param target as `provider/model`
  static LineCall bare(LineCall line, String target) {
    BatchOrder of = line.order();
    var order =
        new BatchOrder(
            of.api(),
            of.team(),
            of.key(),
            of.endpoint(),
            of.input(),
            of.outputLife(),
            of.metadata(),
            Map.of());
    String model = target.substring(target.indexOf('/') + 1);
    byte[] body =
        new JsonOutput()
            .open('{')
            .field("model", model)
            .field("max_tokens", 1)
            .field("prompt", "-")
            .field("input", "-")
            .name("messages")
            .open('[')
            .open('{')
            .field("role", "user")
            .field("content", "-")
            .close('}')
            .close(']')
            .close('}')
            .bytes();
    return new LineCall(order, line.id(), body);
  }

  /// Why a call that failed may go well later; empty where its failure is its result.
  static Optional<Why> again(Failed why, ApiError error) {
    return switch (why) {
      case Failed.LimitReached(var limit, var comeBack, _) ->
          switch (limit) {
            case BUDGET, BUDGET_IN_USE -> Optional.of(Why.BUDGET);
            case RATE -> comeBack.map(_ -> Why.CAPACITY);
          };
      case Failed.Throttled _, Failed.AccountThrottled _, Failed.Shed _ ->
          Optional.of(Why.CAPACITY);
      case Failed.Cancelled _ -> Optional.of(Why.CAPACITY);
      // The provider has answered, and is paid: the answer may be too large each time.
      case Failed.OutOfMemory _ -> Optional.of(Why.FAILURE);
      case Failed.Overloaded _ -> Optional.of(Why.CAPACITY);
      case Failed.Exhausted _, Failed.CredentialRefused _ -> Optional.of(Why.FAILURE);
      case Failed.Unreachable _, Failed.TimedOut _, Failed.BadAnswer _ ->
          error.again() ? Optional.of(Why.FAILURE) : Optional.empty();
      case Failed.Refused _, Failed.Invalid _, Failed.Internal _ -> Optional.empty();
    };
  }

  /// The answer of one line, told once. Its memory is held until the line is left, which is done
  /// once its result is kept.
  static final class Answer implements WholeAnswer {
    private final LineCall line;
    private final LineReceiver then;
    private final LineUses uses;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile Reservation held = Reservation.NONE;

    /// On the loop of the call.
    private String target = "";

    private int calls = 1;

    Answer(LineCall line, LineReceiver then, LineUses uses) {
      this.line = line;
      this.then = then;
      this.uses = uses;
    }

    @Override
    public void began(String by, int together) {
      target = by;
      calls = together;
    }

    /// Leaves the line, and gives back what its answer holds. One that comes later holds nothing.
    ///
    /// @return whether the call is to be left, too: one that has its answer settles what it has
    ///   cost
    boolean leave() {
      boolean first = told.compareAndSet(false, true);
      if (first) {
        then.answered(new NoAnswer());
      }
      held.close();
      return first;
    }

    /// Tells an answer, unless there was one.
    ///
    /// @return leaves a call that has its answer: nothing
    Runnable tell(LineAnswer answer) {
      if (told.compareAndSet(false, true)) {
        then.answered(answer);
      }
      return () -> {};
    }

    @Override
    public void attempted() {
      then.sent();
    }

    @Override
    public void answered(int status, byte[] body, Usage used, Reservation memory) {
      held = memory;
      if (told.get()) {
        memory.close();
      } else {
        uses.add(line.order().input(), target, calls, used);
        var _ = tell(new Result(status, line.id(), body, Tokens.of(used)));
      }
    }

    @Override
    public void failed(ApiError error, Optional<Failed> why, byte[] body) {
      var said = new Result(error.status(), line.id(), body, Tokens.NONE);
      Optional<Why> again = why.isPresent() ? again(why.get(), error) : rejected(error);
      var _ =
          tell(again.<LineAnswer>map(kind -> new Later(kind, error.after(), said)).orElse(said));
    }

    /// Why a call that was not made may be made later; empty where it may not.
    private static Optional<Why> rejected(ApiError error) {
      return error.again() ? Optional.of(Why.CAPACITY) : Optional.empty();
    }
  }
}
