package dev.sluice.server.edge;

import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Payer;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.RequestFacts.Attached;
import dev.sluice.call.request.RequestFacts.Resource;
import dev.sluice.call.request.RequestFacts.State;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.request.Span;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.call.runtime.Rollback;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Requests of the gateway's own to paths of a provider's, by the way of what is passed through: by
/// its address, credential, proxy and TLS, with a breaker and a queue, in log and metrics. Nobody
/// pays for them. Each is sent once. For virtual threads.
public final class ProviderRequests {
  private static final SchedulingHints HINTS =
      new SchedulingHints(Band.NORMAL, SchedulingHints.NOBODY, 0);

  private final EdgeDependencies edge;
  private final Supplier<Loop> loops;
  private final AtomicLong numbers = new AtomicLong();

  ProviderRequests(EdgeDependencies edge, Supplier<Loop> loops) {
    this.edge = edge;
    this.loops = loops;
  }

  /// A request.
  ///
  /// @param route the name of the pass-through that leads to the provider
  /// @param path the provider's, from its first slash; with a query behind it or none
  /// @param type the type of the body; empty for none
  /// @param within how long it may take, the wait to be sent included
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Request(
      String route, String method, String path, String type, byte[] body, Duration within) {
    /// A request without a body.
    public Request(String route, String method, String path, Duration within) {
      this(route, method, path, "", new byte[0], within);
    }
  }

  /// Sends a request, and waits for the beginning of its answer. Any answer but a good one is a
  /// fault.
  ///
  /// @return to be closed
  public ProviderAnswer send(Request request) throws ProviderFault, InterruptedException {
    Body body =
        edge.memory()
            .body(Unpooled.wrappedBuffer(request.body()), SchedulingHints.NOBODY)
            .orElseThrow(() -> new ProviderFault(new Failed.OutOfMemory(true)));
    Call call = call(request, body);
    var answer = new ProviderAnswer(call);
    try (var rollback = Rollback.of(answer::close)) {
      answer.by(edge.engine().start(call, answer));
      answer.await();
      return rollback.keep(answer);
    } catch (RejectedExecutionException closed) {
      body.close();
      throw new ProviderFault(new Failed.Cancelled());
    }
  }

  /// Opens a reservation of nothing for what is read of answers.
  ///
  /// @return to be closed
  public Reservation memory() {
    return edge.memory().reserve(MemoryBudget.Use.ANSWER, SchedulingHints.NOBODY);
  }

  private Call call(Request request, Body body) {
    long now = edge.clock().nanos();
    Map<String, String> headers =
        request.type().isEmpty()
            ? Map.of("accept", "*/*")
            : Map.of("accept", "*/*", "content-type", request.type());
    return new Call(
        "provider-batch-" + numbers.incrementAndGet(),
        Operation.PASS_THROUGH,
        facts(request),
        body,
        headers,
        now,
        Deadline.in(request.within(), now),
        loops.get(),
        HINTS,
        FailedTargets.NONE,
        Call.Trace.NONE,
        Payer.NOBODY,
        "",
        CallOrigin.NONE);
  }

  private static RequestFacts facts(Request request) {
    int query = request.path().indexOf('?');
    String path = query < 0 ? request.path() : request.path().substring(0, query);
    String rest = query < 0 ? "" : request.path().substring(query + 1);
    var resource = new Resource(request.method(), path, rest);
    return new RequestFacts(
        request.route(),
        0,
        0,
        false,
        false,
        OptionalLong.empty(),
        true,
        Streaming.UNSAID,
        Cacheability.NEVER,
        Attached.NONE,
        false,
        new State("", "", Span.NONE, false, Optional.of(resource)),
        1,
        PricedExtras.NONE,
        RequestFacts.Cloud.NONE);
  }
}
