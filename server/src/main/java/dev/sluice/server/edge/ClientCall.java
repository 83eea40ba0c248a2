package dev.sluice.server.edge;

import dev.sluice.call.Call;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.internal.provider.openai.request.InvalidRequest;
import dev.sluice.internal.provider.openai.request.RequestScanner;
import dev.sluice.internal.runtime.Bugs;
import dev.sluice.internal.runtime.WorkerPool;
import dev.sluice.server.edge.answer.ClientExit;
import dev.sluice.server.edge.answer.Reply;
import dev.sluice.server.edge.answer.RequestContext;
import dev.sluice.server.edge.head.Decision;
import dev.sluice.server.edge.head.EarlyErrors;
import dev.sluice.server.openai.ApiError;
import dev.sluice.server.openai.ApiErrors;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request on its way to become a call, and that call's answer on its way back. Confined to the
/// loop.
///
/// ```text
/// collecting ──> scanning ──> answering ──> ended
///      └─────────────┴────────────┴──> gone: whatever it held is given back
/// ```
final class ClientCall {
  private final Channel channel;
  private final EdgeDependencies calls;
  private final RequestContext asked;
  private final Decision.Read read;
  private final ClientExit.Ended ended;
  private final BodyIntake intake;
  private final long begun;
  private boolean gone;
  private @Nullable ClientExit exit;
  private @Nullable CallHandle running;

  /// @param maxBody the largest body that is taken, in bytes
  /// @param ended notified of how the answer ended
  ClientCall(
      Channel channel,
      EdgeDependencies calls,
      RequestContext asked,
      Decision.Read read,
      int maxBody,
      ClientExit.Ended ended) {
    this.channel = channel;
    this.calls = calls;
    this.asked = asked;
    this.read = read;
    this.ended = ended;
    Reservation memory = calls.memory().reserve(MemoryBudget.Use.BODY, read.hints().caller());
    this.intake = new BodyIntake(channel.alloc(), memory, maxBody, read.announced());
    this.begun = calls.clock().nanos();
  }

  /// The context of the request.
  RequestContext asked() {
    return asked;
  }

  /// Takes a part of the body; `bytes` stays the caller's.
  BodyIntake.Taken add(ByteBuf bytes) {
    return intake.add(bytes);
  }

  /// Looks whether the body comes fast enough.
  ///
  /// @return how long to wait before the next look; empty if it does not
  Optional<Duration> look(BodyPace pace) {
    return pace.look(intake.size(), calls.clock().nanos());
  }

  /// How fast the body must come.
  BodyPace pace(ClientTimeouts timeouts) {
    return new BodyPace(timeouts, begun);
  }

  /// The body is complete: it is scanned, and the call begins.
  void complete() {
    long arrived = calls.clock().nanos();
    Body body = intake.take();
    if (body.size() <= WorkerPool.LOOP_MAX) {
      scan(body, arrived).run();
    } else {
      calls.pool().execute(() -> channel.eventLoop().execute(scan(body, arrived)));
    }
  }

  /// Scans the body, and says what is to be done on the loop then.
  private Runnable scan(Body body, long arrived) {
    try {
      RequestFacts facts = RequestScanner.scan(read.operation(), body.bytes());
      return () -> begin(body, arrived, facts);
    } catch (InvalidRequest invalid) {
      body.close();
      return () -> turnAway(ApiErrors.of(invalid.why()));
    } catch (RuntimeException | Error bug) {
      body.close();
      Bugs.report("a bug in a client's connection", bug);
      return () -> turnAway(EarlyErrors.INTERNAL);
    }
  }

  private void turnAway(ApiError error) {
    if (!gone) {
      calls.observer().turnedAway(asked.rejected(error));
      ended.answered(new Reply(channel, asked, calls.comeBack()).fault(error, Optional.empty()));
    }
  }

  private void begin(Body body, long arrived, RequestFacts facts) {
    if (gone) {
      body.close();
    } else {
      start(body, arrived, facts);
    }
  }

  private void start(Body body, long arrived, RequestFacts facts) {
    var call =
        new Call(
            asked.id(),
            read.operation(),
            facts,
            body,
            read.headers(),
            arrived,
            read.clientWait().from(arrived, facts.stream()),
            calls.loops().apply(channel.eventLoop()),
            read.hints(),
            FailedTargets.NONE,
            read.trace());
    exit = new ClientExit(channel, asked, call, calls.comeBack(), calls.unsent(), ended);
    running = calls.engine().start(call, exit);
  }

  /// Whether its call has begun, so that the answer is in the call's hands.
  boolean answering() {
    return exit != null;
  }

  /// The client takes more again.
  void writableAgain() {
    if (exit != null) {
      exit.writableAgain();
    }
  }

  /// The client has gone, or its connection is of no use any more.
  void gone() {
    gone = true;
    intake.close();
    if (exit != null) {
      exit.gone();
    }
    if (running != null) {
      running.leave();
    }
  }
}
