package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.call.Call;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.provider.request.BodyScanner;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.server.http.BodyReads;
import dev.sluice.server.memory.BodyBuffers;
import dev.sluice.server.memory.UploadReservation;
import dev.sluice.server.memory.UploadRoom;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request on its way to become a call, and that call's answer on its way back. Confined to the
/// loop.
///
/// ```text
/// collecting ──> answering ──> ended
///      └─────────────┴──> gone: whatever it held is given back
/// ```
final class ClientCall implements Exchange, BodyReads.Target {
  private final Channel channel;
  private final EdgeDependencies edge;
  private final RequestContext context;
  private final String key;
  private final ClientExit.Ended ended;

  // What takes the body, until it has come: it may be long until the answer ends.

  private @Nullable CallMaker maker;

  /// Reads the body; null where nothing in it matters.
  private @Nullable BodyScanner scanner;

  private @Nullable BodyIntake intake;
  private final @Nullable UploadReservation upload;
  private long begun;
  private @Nullable ClientExit exit;
  private @Nullable CallHandle running;

  /// @param maxBody the largest body that is taken, in bytes
  /// @param ended notified of how the answer ended
  ClientCall(
      Channel channel,
      EdgeDependencies edge,
      RequestContext context,
      Decision.Read read,
      int maxBody,
      ClientExit.Ended ended) {
    this.channel = channel;
    this.edge = edge;
    this.context = context;
    this.key = read.client().name();
    this.ended = ended;
    this.begun = edge.clock().nanos();
    this.upload = upload(edge, read, begun);
    Reservation memory =
        upload == null
            ? edge.memory().reserve(MemoryBudget.Use.BODY, read.hints().caller())
            : upload;
    this.maker = new CallMaker(edge, read);
    this.scanner = maker.scanner();
    this.intake = new BodyIntake(BodyBuffers.POOL, memory, maxBody, read.announced(), this::scan);
  }

  /// The memory of a body that is announced as a large one, which may have to wait; else null.
  private static @Nullable UploadReservation upload(
      EdgeDependencies edge, Decision.Read read, long now) {
    return read.announced() > UploadRoom.LARGE
        ? edge.uploads().announce(read.hints().caller(), read.announced(), now)
        : null;
  }

  @Override
  public boolean mayCome() {
    if (upload == null) {
      return true;
    }
    long now = edge.clock().nanos();
    if (!upload.mayCome(now)) {
      return false;
    }
    begun = now;
    return true;
  }

  @Override
  public boolean isRefused(Duration patience) {
    return upload != null && upload.isRefused(edge.clock().nanos(), patience);
  }

  @Override
  public RequestContext context() {
    return context;
  }

  @Override
  public String key() {
    return key;
  }

  private int scan(byte[] a, int from, int to) {
    if (scanner == null) {
      return 0;
    }
    scanner.add(a, from, to);
    return scanner.held();
  }

  @Override
  public BodyReads.@Nullable Target place() {
    return upload == null ? null : this;
  }

  @Override
  public @Nullable ByteBuf next() {
    return intake == null ? null : intake.next();
  }

  @Override
  public BodyIntake.Taken add(ByteBuf bytes) {
    return coming().add(bytes);
  }

  @Override
  public Optional<Duration> look(MinimumBodyRate pace) {
    return pace.look(coming().size(), edge.clock().nanos());
  }

  private BodyIntake coming() {
    if (intake == null) {
      throw new IllegalStateException("the body of call " + context.id() + " has come already");
    }
    return intake;
  }

  @Override
  public MinimumBodyRate pace(ClientTimeouts timeouts) {
    return new MinimumBodyRate(timeouts, begun);
  }

  @Override
  public void complete() {
    long arrived = edge.clock().nanos();
    CallMaker making = Objects.requireNonNull(maker, "a body is complete once");
    RequestFacts facts;
    @Nullable List<String> metadata;
    BodyIntake came = coming();
    try {
      facts = scanner == null ? making.read().facts().orElseThrow() : scanner.facts();
      metadata = scanner == null ? null : scanner.metadata();
    } catch (InvalidRequest invalid) {
      came.close();
      reject(ApiErrors.of(invalid.why()), invalid.model());
      return;
    }
    scanner = null;
    if (making.mayCall(facts)) {
      intake = null;
      maker = null;
      Loop loop = edge.loops().apply(channel.eventLoop());
      start(making.call(context.id(), facts, metadata, came.take(), arrived, loop));
    } else {
      came.close();
      reject(ScopeErrors.MODEL, facts.model());
    }
  }

  private void reject(ApiError error, String model) {
    edge.observer().rejected(context.rejected(error, key(), model));
    ended.answered(
        ReplyCarrier.reply(channel, context, edge.comeBack()).fault(error, Optional.empty()));
  }

  private void start(Call call) {
    exit = new ClientExit(channel, context, call, edge.comeBack(), edge.unsent(), ended);
    running = edge.engine().start(call, exit);
  }

  @Override
  public boolean answering() {
    return exit != null;
  }

  @Override
  public void writableAgain() {
    if (exit != null) {
      exit.writableAgain();
    }
  }

  @Override
  public void gone() {
    if (intake != null) {
      intake.close();
    }
    if (exit != null) {
      exit.gone();
    }
    if (running != null) {
      running.leave();
    }
  }
}
