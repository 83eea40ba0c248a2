package dev.sluice.server.edge;

import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.call.Call;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.provider.request.BodyScanner;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.server.http.BodyReads;
import dev.sluice.server.http.RequestSource;
import dev.sluice.server.memory.BodyBuffers;
import dev.sluice.server.memory.Upload;
import dev.sluice.server.memory.UploadRoom;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One request on its way to become a call, and that call's answer on its way back. Confined to the
/// loop.
///
/// ```text
/// collecting ──> answering ──> ended
///      └─────────────┴──> gone: whatever it held is given back
/// ```
final class ClientCall implements BodyReads.Target {
  private static final AttributeKey<String> CALLER = AttributeKey.valueOf("sluice.caller");

  private final Channel channel;
  private final EdgeDependencies edge;
  private final RequestContext context;
  private final Decision.Read read;
  private final ClientExit.Ended ended;

  /// Reads the body; null where nothing in it matters, and once it has been read: it may be long
  /// until the answer ends.
  private @Nullable BodyScanner scanner;

  private final BodyIntake intake;
  private final @Nullable Upload upload;
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
    this.read = read;
    this.ended = ended;
    this.begun = edge.clock().nanos();
    this.upload = upload(edge, read, begun);
    Reservation memory =
        upload == null
            ? edge.memory().reserve(MemoryBudget.Use.BODY, read.hints().caller())
            : upload;
    this.scanner =
        read.facts().isPresent()
            ? null
            : BodyScanner.of(
                read.operation(),
                read.boundary(),
                read.endpoint().model(),
                read.endpoint().stream(),
                read.client().owner().isPresent(),
                read.tags().members());
    this.intake = new BodyIntake(BodyBuffers.POOL, memory, maxBody, read.announced(), this::scan);
    channel.attr(CALLER).set(read.hints().caller());
  }

  /// The memory of a body that is announced as a large one, which may have to wait; else null.
  private static @Nullable Upload upload(EdgeDependencies edge, Decision.Read read, long now) {
    return read.announced() > UploadRoom.LARGE
        ? edge.uploads().announce(read.hints().caller(), read.announced(), now)
        : null;
  }

  /// Whether the body may come now: the time that it may take begins then.
  boolean mayCome() {
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

  /// Whether it is of no use that the body waits any longer.
  ///
  /// @param patience how long it waits at most
  boolean isRefused(Duration patience) {
    return upload != null && upload.isRefused(edge.clock().nanos(), patience);
  }

  /// The context of the request.
  RequestContext context() {
    return context;
  }

  /// The name of the key that was shown, or its id. A client that shows none is told by its
  /// address.
  String key() {
    return read.client().name();
  }

  private int scan(byte[] a, int from, int to) {
    if (scanner == null) {
      return 0;
    }
    scanner.add(a, from, to);
    return scanner.held();
  }

  /// Lets the bytes of a body that is announced as a large one be read to where they are to stay.
  void readFrom(RequestSource source) {
    if (upload != null) {
      source.readInto(this);
    }
  }

  /// Ends what [#readFrom] has begun.
  void endReads(RequestSource source) {
    if (upload != null) {
      source.readInto(null);
    }
  }

  @Override
  public @Nullable ByteBuf next() {
    return intake.next();
  }

  /// Takes a part of the body; `bytes` stays the caller's.
  BodyIntake.Taken add(ByteBuf bytes) {
    return intake.add(bytes);
  }

  /// Looks whether the body comes fast enough.
  ///
  /// @return how long to wait before the next look; empty if it does not
  Optional<Duration> look(BodyPace pace) {
    return pace.look(intake.size(), edge.clock().nanos());
  }

  /// Makes the rate at which the body must come.
  BodyPace pace(ClientTimeouts timeouts) {
    return new BodyPace(timeouts, begun);
  }

  /// Begins the call, since its body is complete.
  void complete() {
    long arrived = edge.clock().nanos();
    RequestFacts facts;
    @Nullable List<String> metadata;
    try {
      facts = scanner == null ? read.facts().orElseThrow() : scanner.facts();
      metadata = scanner == null ? null : scanner.metadata();
    } catch (InvalidRequest invalid) {
      intake.close();
      turnAway(ApiErrors.of(invalid.why()), invalid.model());
      return;
    }
    scanner = null;
    if (mayCall(facts)) {
      start(intake.take(), arrived, owned(facts), metadata);
    } else {
      intake.close();
      turnAway(ScopeErrors.MODEL, facts.model());
    }
  }

  /// Returns the facts with the client as the owner of what providers hold for it, where clients
  /// have keys.
  private RequestFacts owned(RequestFacts facts) {
    boolean holds =
        read.operation().isOfResponses() || read.operation() == Operation.STORED_RESPONSE;
    return holds
        ? read.client()
            .owner()
            .map(
                name ->
                    new RequestFacts.Owner(name + part(), facts.model(), models(), read.oldNames()))
            .map(facts::by)
            .orElse(facts)
        : facts;
  }

  /// The part of a team, which shares nothing with the others; a team's name has no line break.
  private String part() {
    String part = read.hints().subtenant();
    boolean whole = part.equals(SchedulingHints.UNDIVIDED) || part.equals(SchedulingHints.NOBODY);
    return whole ? "" : "\n" + part;
  }

  /// The models of which the client may use what they have left: those that it may call.
  private Predicate<String> models() {
    KeyScope scope = read.client().terms().scope();
    return scope.models().isEmpty() && scope.routes().isEmpty()
        ? _ -> true
        : model -> scope.allowsModel(model) && hasRoute(scope, model);
  }

  private boolean hasRoute(KeyScope scope, String model) {
    return scope.routes().isEmpty()
        || edge.models().routes(model, Operation.RESPONSES).stream().anyMatch(scope::allowsRoute);
  }

  /// Whether the client may call the model; the engine finds its route, and whether the client may
  /// use that. A question about a stored response names no model; the response's name says the one
  /// that it is of.
  private boolean mayCall(RequestFacts facts) {
    return facts.state().resource().isPresent()
        || read.client().terms().scope().allowsModel(facts.model());
  }

  /// The maker of the last call that came over a connection; null for none yet.
  static @Nullable String callerOf(Channel channel) {
    return channel.attr(CALLER).get();
  }

  private void turnAway(ApiError error, String model) {
    edge.observer().turnedAway(context.rejected(error, key(), model));
    ended.answered(
        ReplyCarrier.reply(channel, context, edge.comeBack()).fault(error, Optional.empty()));
  }

  /// @param metadata the members of the body's metadata that say tags; null where nothing does
  private void start(Body body, long arrived, RequestFacts facts, @Nullable List<String> metadata) {
    TagRules.OfCall tags = read.tags();
    var untagged =
        new Call(
            context.id(),
            read.operation(),
            facts,
            body,
            read.headers(),
            arrived,
            read.clientWait().from(arrived, facts.stream()),
            edge.loops().apply(channel.eventLoop()),
            read.hints(),
            FailedTargets.NONE,
            read.trace(),
            edge.payers().apply(read.client()),
            metadata == null ? "" : tags.text(metadata),
            read.origin());
    Call call = metadata != null && tags.isEvaluated() ? tags.tagged(untagged, metadata) : untagged;
    exit = new ClientExit(channel, context, call, edge.comeBack(), edge.unsent(), ended);
    running = edge.engine().start(call, exit);
  }

  /// Whether the call has begun, so that the answer is in its hands.
  boolean answering() {
    return exit != null;
  }

  /// Goes on with the answer, since the client takes more again.
  void writableAgain() {
    if (exit != null) {
      exit.writableAgain();
    }
  }

  /// Gives everything up: the client has gone, or its connection is of no use any more.
  void gone() {
    intake.close();
    if (exit != null) {
      exit.gone();
    }
    if (running != null) {
      running.leave();
    }
  }
}
