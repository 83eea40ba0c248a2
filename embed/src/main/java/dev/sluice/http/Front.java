package dev.sluice.http;

import dev.sluice.Gateway;
import dev.sluice.GatewayEdge;
import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.Endpoint;
import dev.sluice.api.Endpoints;
import dev.sluice.api.ModelSource;
import dev.sluice.api.RetryHint;
import dev.sluice.api.answer.ModelQuestion;
import dev.sluice.api.head.CallFaults;
import dev.sluice.api.head.ClientClaims;
import dev.sluice.api.head.Dialects;
import dev.sluice.api.head.FormType;
import dev.sluice.api.head.HeadFault;
import dev.sluice.api.head.Names;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.api.head.RequestIds;
import dev.sluice.api.head.RequestRoute;
import dev.sluice.call.Call;
import dev.sluice.call.Payer;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.Operation.Form;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.provider.request.BodyScanner;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.MetadataMembers;
import dev.sluice.provider.stored.StoredResponses;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// The judge of requests, which makes calls and questions of them, as the server's does. Safe for
/// any thread.
final class Front {
  private final GatewayEdge gateway;
  private final CallHeads heads;
  private final ModelSource models;
  private final CallFaults faults = new CallFaults(Integer.MAX_VALUE);
  private final RequestIds ids = new RequestIds(() -> ThreadLocalRandom.current().nextLong());
  private final RetryHint comeBack = new RetryHint(ThreadLocalRandom::current);

  /// @param payer pays for every call
  Front(Gateway gateway, Payer payer) {
    this.gateway = GatewayEdge.of(gateway);
    this.heads = new CallHeads(gateway, payer);
    this.models = ModelSource.of(gateway::catalogue);
  }

  /// Begins the exchange of a request.
  ///
  /// @param begun called once, when the answer has a head; on the loop, or on this thread
  /// @throws GatewayClosedException if the gateway is closed
  Exchange begin(ApiRequest request, Consumer<Exchange> begun) {
    if (gateway.loops().isClosing()) {
      throw new GatewayClosedException(null);
    }
    HttpRequest head = head(request);
    Loop loop = gateway.loops().next();
    String id = ids.of(head.headers().get(Names.REQUEST_ID));
    Optional<Endpoint> at = Endpoints.at(request.target());
    var exchange = new Exchange(loop, id, Dialects.of(head, at), comeBack, begun);
    try {
      route(new Sent(head, request.body(), loop, exchange), at);
    } catch (RejectedExecutionException closedMeanwhile) {
      throw new GatewayClosedException(closedMeanwhile);
    }
    return exchange;
  }

  /// A request on its way.
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Sent(HttpRequest head, byte[] body, Loop loop, Exchange exchange) {
    void reject(ApiError error) {
      reject(error, Optional.empty());
    }

    void reject(ApiError error, Optional<String> allow) {
      var _ = exchange.reply().fault(error, allow);
    }
  }

  private static HttpRequest head(ApiRequest request) {
    var headers = new DefaultHttpHeaders();
    request.headers().forEach(headers::add);
    return new DefaultHttpRequest(
        HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method()), request.target(), headers);
  }

  private void route(Sent sent, Optional<Endpoint> at) {
    RequestRoute.Nowhere wrong = RequestRoute.fault(sent.head().method().name());
    switch (wrong == null ? RequestRoute.of(sent.head(), at) : wrong) {
      case RequestRoute.Nowhere(ApiError fault, var allow) -> sent.reject(fault, allow);
      case RequestRoute.To(Endpoint.Calling calling) -> call(sent, calling);
      case RequestRoute.To(Endpoint.Stored stored) -> stored(sent, stored);
      case RequestRoute.To(Endpoint.PassThrough _),
          RequestRoute.To(Endpoint.Files _),
          RequestRoute.To(Endpoint.Uploads _),
          RequestRoute.To(Endpoint.Batches _),
          RequestRoute.To(Endpoint.MessageBatches _),
          RequestRoute.To(Endpoint.GenerateFiles _),
          RequestRoute.To(Endpoint.GenerateBatches _) ->
          sent.reject(RequestErrors.nowhere(sent.head().uri()));
      case RequestRoute.To(Endpoint.Models _) -> ask(sent, Optional.empty());
      case RequestRoute.To(Endpoint.Model model) -> ask(sent, Optional.of(model.id()));
    }
  }

  private void ask(Sent sent, Optional<String> id) {
    Exchange exchange = sent.exchange();
    Loop loop = sent.loop();
    var question = new ModelQuestion(models, _ -> true, exchange.dialect(), sent.head().uri());
    Thread asks =
        loop.start(
            "models",
            () -> {
              ModelQuestion.Told told = question.ask(id);
              loop.execute(() -> tell(told, exchange));
            });
    exchange.runs(asks::interrupt);
  }

  private static void tell(ModelQuestion.Told told, Exchange exchange) {
    var _ = told.by(exchange.reply());
  }

  private void call(Sent sent, Endpoint.Calling endpoint) {
    int hops = CallFaults.hops(sent.head().headers());
    ClientClaims claims;
    try {
      claims = faults.ofCall(sent.head(), endpoint.operation().form(), sent.body().length, hops);
    } catch (HeadFault fault) {
      sent.reject(fault.error());
      return;
    }
    Reservation memory = gateway.memory().reserve(MemoryBudget.Use.BODY, SchedulingHints.NOBODY);
    try {
      read(sent, endpoint, claims, memory);
    } catch (InvalidRequest invalid) {
      memory.close();
      sent.reject(ApiErrors.of(invalid.why()));
    }
  }

  private void read(Sent sent, Endpoint.Calling endpoint, ClientClaims claims, Reservation memory)
      throws InvalidRequest {
    byte[] body = sent.body();
    Operation operation = endpoint.operation();
    HttpHeaders headers = sent.head().headers();
    String boundary = operation.form() == Form.JSON ? "" : FormType.boundary(headers);
    var scanner =
        BodyScanner.of(
            operation, boundary, endpoint.model(), endpoint.stream(), false, MetadataMembers.NONE);
    boolean fits = memory.resize(body.length);
    if (fits) {
      scanner.add(body, 0, body.length);
      fits = memory.resize((long) body.length + scanner.held());
    }
    if (!fits) {
      memory.close();
      sent.reject(RequestErrors.NO_ROOM);
      return;
    }
    RequestFacts facts = scanner.facts();
    start(sent, endpoint.operation(), facts, claims, memory);
  }

  /// What comes as the body of a request about a stored response does not matter.
  private void stored(Sent sent, Endpoint.Stored stored) {
    int hops = CallFaults.hops(sent.head().headers());
    String method = sent.head().method().name();
    try {
      ClientClaims claims = faults.ofStored(sent.head().headers(), sent.body().length, hops);
      RequestFacts facts =
          StoredResponses.facts(method, stored.id(), stored.path(), stored.query());
      start(sent, Operation.STORED_RESPONSE, facts, claims, Reservation.NONE);
    } catch (HeadFault fault) {
      sent.reject(fault.error());
    }
  }

  private void start(
      Sent sent, Operation operation, RequestFacts facts, ClientClaims claims, Reservation memory) {
    var body = new Body(Unpooled.wrappedBuffer(sent.body()), memory::close);
    Exchange exchange = sent.exchange();
    Call call =
        heads.call(
            exchange.id(), operation, facts, body, sent.head().headers(), claims, sent.loop());
    try {
      exchange.runs(gateway.start(call, exchange.response(call)));
    } catch (RejectedExecutionException closed) {
      body.close();
      throw closed;
    }
  }
}
