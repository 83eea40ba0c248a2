package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.api.answer.HeadWriter;
import dev.sluice.api.answer.Reply;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.server.http.AnswerWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/// A request that the gateway answers itself, on a virtual thread of its own, while its body comes
/// and its answer goes at the pace of both sides. Confined to the loop, but for [Running].
///
/// ```text
/// begin ── body ──> complete ──> answered
///   └─ answered before its body is whole: the connection ends with the answer
/// ```
final class ResourceExchange implements Exchange {
  /// What a body in the pipe takes at most, with what one read of a socket brings on top.
  private static final int BODY = 4 * BodyPipe.FULL;

  private final Channel channel;
  private final EdgeDependencies edge;
  private final RequestContext context;
  private final Decision.Serve asked;
  private final ClientExit.Ended ended;
  private final BodyPipe body = new BodyPipe(this::resume);
  private final Reservation memory;

  /// For what the thread holds whole.
  private final Reservation whole;

  private final SlowAnswer answer;
  private final Optional<String> address;
  private final long begun;
  private long arrived;
  private boolean complete;

  /// Whether the client is not read, since the body comes faster than it is taken.
  private boolean paused;

  /// Whether it was, since the last look at the body's pace.
  private boolean excused;

  private boolean gone;
  private boolean answering;

  private ResourceExchange(
      Channel channel,
      EdgeDependencies edge,
      RequestContext context,
      Decision.Serve asked,
      ClientExit.Ended ended) {
    this.channel = channel;
    this.edge = edge;
    this.context = context;
    this.asked = asked;
    this.ended = ended;
    this.begun = edge.clock().nanos();
    this.address = SeenAddress.of(channel, asked.headers());
    String caller = asked.client().name();
    this.memory = edge.memory().reserve(MemoryBudget.Use.BODY, caller);
    this.whole = edge.memory().reserve(MemoryBudget.Use.BODY, caller);
    this.answer = new SlowAnswer(channel, edge.unsent().reserve(MemoryBudget.Use.ANSWER, caller));
  }

  /// Begins to answer a request, or refuses it where too many are under way. What the answer does
  /// on the loop comes behind what begins it here.
  static ResourceExchange start(
      Channel channel,
      EdgeDependencies edge,
      RequestContext context,
      Decision.Serve asked,
      ClientExit.Ended ended) {
    var exchange = new ResourceExchange(channel, edge, context, asked, ended);
    String team = asked.client().ownerName();
    ApiError full = edge.room().start(team, "resource-" + context.id(), exchange.new Running());
    if (full != null) {
      exchange.onLoop(() -> exchange.refuse(full));
    }
    return exchange;
  }

  @Override
  public RequestContext context() {
    return context;
  }

  @Override
  public String key() {
    return asked.client().name();
  }

  @Override
  public boolean mayCome() {
    return true;
  }

  @Override
  public boolean isRefused(Duration patience) {
    return false;
  }

  @Override
  public BodyIntake.Taken add(ByteBuf bytes) {
    if (arrived == 0 && bytes.isReadable() && !memory.resize(BODY)) {
      return BodyIntake.Taken.NO_ROOM;
    }
    arrived += bytes.readableBytes();
    if (!body.add(bytes) && !paused) {
      paused = true;
      channel.config().setAutoRead(false);
    }
    return BodyIntake.Taken.YES;
  }

  /// Reads the client again. On any thread.
  private void resume() {
    onLoop(this::readAgain);
  }

  /// Runs a task on the loop, unless that has ended with the process.
  private void onLoop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException ended) {
      // There is no connection any more.
    }
  }

  private void readAgain() {
    if (paused) {
      paused = false;
      excused = true;
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public MinimumBodyRate pace(ClientTimeouts timeouts) {
    return new MinimumBodyRate(timeouts, begun);
  }

  /// The time in which the client was not read is none of the client's.
  @Override
  public Optional<Duration> look(MinimumBodyRate pace) {
    long now = edge.clock().nanos();
    if (paused || excused) {
      excused = paused;
      pace.restart(arrived, now);
    }
    return pace.look(arrived, now);
  }

  @Override
  public void complete() {
    complete = true;
    body.end();
  }

  @Override
  public boolean answering() {
    return answering;
  }

  @Override
  public void writableAgain() {
    answer.writableAgain();
  }

  @Override
  public void gone() {
    gone = true;
    body.drop();
    memory.close();
    answer.gone();
    readAgain();
  }

  /// Sends the answer, or the head of it. An answer in front of the body's end ends the connection:
  /// nobody reads the rest.
  private void send(Function<Reply, Boolean> how) {
    if (gone) {
      return;
    }
    RequestContext to = complete ? context : context.closing();
    end(how.apply(ReplyCarrier.reply(channel, to, edge.comeBack())));
  }

  private void end(boolean reusable) {
    gone();
    ended.answered(reusable && complete);
  }

  private void refuse(ApiError error) {
    if (!gone) {
      edge.observer().rejected(context.rejected(error, key()));
      send(reply -> reply.fault(error, Optional.empty()));
    }
  }

  /// Breaks off an answer that cannot be completed.
  private void breakOff() {
    if (!gone) {
      gone();
      AnswerWriter.reset(channel);
    }
  }

  /// What the thread does, and its way back to the loop.
  private final class Running implements Runnable, ResourceReply {
    private boolean replied;

    @Override
    public void run() {
      try {
        asked.resource().serve(new ResourceRequest(context, asked, address, body, whole), this);
        if (!replied) {
          throw new IllegalStateException("no answer to " + context.target());
        }
      } catch (ResourceFault fault) {
        failed(fault.error());
      } catch (ClientGone left) {
        // Nobody waits.
      } catch (InterruptedException stopped) {
        failed(RequestErrors.INTERNAL);
      } catch (IOException | RuntimeException | Error bug) {
        broken(bug);
      } finally {
        whole.close();
      }
    }

    /// Even a bug that cannot be reported, for want of memory, ends its request.
    private void broken(Throwable bug) {
      try {
        Bugs.report("a bug in an answer of the gateway's own", bug);
      } finally {
        failed(EarlyErrors.ofBug(bug));
      }
    }

    private void failed(ApiError error) {
      boolean begun = replied;
      onLoop(
          () -> {
            if (begun) {
              breakOff();
            } else {
              refuse(error);
            }
          });
    }

    @Override
    public void json(String json) throws ResourceFault, IOException, InterruptedException {
      if (LongJson.isLong(json)) {
        LongJson.send(json, whole, this);
      } else {
        replied = true;
        onLoop(() -> send(reply -> reply.json(json)));
      }
    }

    @Override
    public Content content(int status, String type, Map<String, String> headers, long length)
        throws ResourceFault {
      if (!answer.hasRoom()) {
        throw new ResourceFault(RequestErrors.NO_ROOM);
      }
      replied = true;
      onLoop(() -> begin(status, type, headers, length));
      return new Content() {
        @Override
        public void write(byte[] bytes, int from, int count)
            throws ClientGone, InterruptedException {
          answer.write(bytes, from, count);
        }

        @Override
        public void finish() {
          onLoop(ResourceExchange.this::finish);
        }
      };
    }
  }

  private void begin(int status, String type, Map<String, String> headers, long length) {
    if (gone) {
      return;
    }
    answering = true;
    RequestContext to = complete ? context : context.closing();
    AnswerWriter writer = to.framing().writer(channel);
    var carrier = new ReplyCarrier(channel, writer);
    orBreakOff(
        () -> {
          HeadWriter head =
              new Reply(carrier, context.id(), context.dialect(), edge.comeBack())
                  .begin(status, type);
          headers.forEach(head::header);
          writer.start(head, length);
          answer.begin(writer);
        });
  }

  private void finish() {
    if (!gone) {
      orBreakOff(() -> end(answer.finish()));
    }
  }

  /// Takes a step of an answer. Where that fails, as for want of memory, nobody would end the
  /// answer any more: it is broken off.
  private void orBreakOff(Runnable step) {
    try (var rollback = Rollback.of(this::breakOff)) {
      step.run();
      rollback.keep();
    }
  }
}
