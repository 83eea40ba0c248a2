package dev.sluice.server.edge;

import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.ClientDialect;
import dev.sluice.api.Endpoints;
import dev.sluice.api.head.Dialects;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.call.runtime.Rollback;
import dev.sluice.provider.request.BodyScanner;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKeys.Found;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls of clients that are made within the process, as those that come over connections: judged
/// by the same rules, paid by the same payer, and with the same answers, which come whole. Safe for
/// any thread.
public final class InnerCalls {
  private final EdgeDependencies edge;
  private final Supplier<HeadValidator> rules;
  private final Supplier<Loop> loops;

  /// @param rules those that hold now
  /// @param loops gives the loop of a call
  InnerCalls(EdgeDependencies edge, Supplier<HeadValidator> rules, Supplier<Loop> loops) {
    this.edge = edge;
    this.rules = rules;
    this.loops = loops;
  }

  /// The client of a key, by the name by which calls bear it; empty for a client without one.
  public Found client(String key) {
    return rules.get().client(key);
  }

  /// How many bytes the body of a call may have.
  public int largest() {
    return rules.get().maxBody();
  }

  /// Whether a client may call a model, and there is a route for it, or a provider that has it. May
  /// wait for providers' lists; not on a loop.
  public boolean knows(Client client, Operation operation, String model)
      throws InterruptedException {
    KeyScope scope = client.terms().scope();
    if (!scope.allowsModel(model) || !scope.allows(operation)) {
      return false;
    }
    List<String> routes = edge.models().routes(model, operation);
    if (scope.routes().isEmpty()) {
      return !routes.isEmpty() || edge.models().model(model).isPresent();
    }
    return routes.stream().anyMatch(scope::allowsRoute);
  }

  /// Reserves memory for what becomes the body of a call; empty where there is none.
  public Optional<Reservation> memory(long bytes) {
    Reservation held = edge.memory().reserve(MemoryBudget.Use.BODY, SchedulingHints.NOBODY);
    if (held.resize(bytes)) {
      return Optional.of(held);
    }
    held.close();
    return Optional.empty();
  }

  /// Makes requests of the gateway's own to providers.
  public ProviderRequests toProviders() {
    return new ProviderRequests(edge, loops);
  }

  /// The names of the routes that may answer for a model.
  public List<String> routes(String model, Operation operation) {
    return edge.models().routes(model, operation);
  }

  /// Makes the call of a request, which is not started: its receiver closes its body. That goes on
  /// while the gateway drains.
  ///
  /// @return empty where it would be turned away
  public Optional<Call> make(String id, Client client, HttpRequest head, byte[] body) {
    if (!(rules.get().judgeUnsent(head, client) instanceof Decision.Read read)) {
      return Optional.empty();
    }
    var maker = new CallMaker(edge, read);
    BodyScanner scanner = maker.scanner();
    if (scanner == null) {
      return Optional.empty();
    }
    try {
      scanner.add(body, 0, body.length);
      RequestFacts facts = scanner.facts();
      if (!maker.mayCall(facts)) {
        return Optional.empty();
      }
      var held = new Body(Unpooled.wrappedBuffer(body), () -> {});
      long now = edge.clock().nanos();
      return Optional.of(maker.call(id, facts, scanner.metadata(), held, now, loops.get()));
    } catch (InvalidRequest invalid) {
      return Optional.empty();
    }
  }

  /// Starts the call of a request.
  ///
  /// @param id its identifier
  /// @param head says path and headers
  /// @param body in JSON
  /// @param answer is told the answer, once, on any thread
  /// @return leaves the call
  public Runnable start(
      String id, Client client, HttpRequest head, byte[] body, WholeAnswer answer) {
    ClientDialect dialect = Dialects.of(head, Endpoints.at(head.uri()));
    var sent = new Sent(id, body, new AnswerCollector(id, dialect, edge, answer));
    return switch (rules.get().judgeOwn(head, client)) {
      case Decision.Read read -> read(sent, new CallMaker(edge, read), head.uri());
      case Decision.Reject rejection -> sent.reject(rejection.fault());
      case Decision.Models _, Decision.Serve _ -> sent.reject(RequestErrors.nowhere(head.uri()));
    };
  }

  /// A request on its way.
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Sent(String id, byte[] body, AnswerCollector answer) {
    Runnable reject(ApiError error) {
      answer.reject(error);
      return () -> {};
    }
  }

  /// @param path where the call is asked for
  private Runnable read(Sent sent, CallMaker maker, String path) {
    Reservation memory =
        edge.memory().reserve(MemoryBudget.Use.BODY, maker.read().hints().caller());
    try (var rollback = Rollback.of(memory::close)) {
      BodyScanner scanner = maker.scanner();
      if (scanner == null) {
        return sent.reject(RequestErrors.nowhere(path));
      }
      if (!memory.resize(sent.body().length)) {
        return sent.reject(RequestErrors.NO_ROOM);
      }
      scanner.add(sent.body(), 0, sent.body().length);
      RequestFacts facts = scanner.facts();
      if (!maker.mayCall(facts)) {
        return sent.reject(ScopeErrors.MODEL);
      }
      rollback.keep();
      return start(sent, maker, facts, scanner.metadata(), memory);
    } catch (InvalidRequest invalid) {
      return sent.reject(ApiErrors.of(invalid.why()));
    }
  }

  private Runnable start(
      Sent sent,
      CallMaker maker,
      RequestFacts facts,
      @Nullable List<String> metadata,
      Reservation memory) {
    var body = new Body(Unpooled.wrappedBuffer(sent.body()), memory::close);
    Call call = maker.call(sent.id(), facts, metadata, body, edge.clock().nanos(), loops.get());
    try {
      return edge.engine().start(call, sent.answer().of(call))::leave;
    } catch (RejectedExecutionException closed) {
      body.close();
      return sent.reject(RequestErrors.DRAINING);
    }
  }
}
