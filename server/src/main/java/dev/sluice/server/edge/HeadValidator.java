package dev.sluice.server.edge;

import dev.sluice.accounts.terms.ResourceScope;
import dev.sluice.api.ApiError;
import dev.sluice.api.Endpoint;
import dev.sluice.api.Endpoints;
import dev.sluice.api.TargetQuery;
import dev.sluice.api.head.CallFaults;
import dev.sluice.api.head.ForwardedHeaders;
import dev.sluice.api.head.HeadFault;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.api.head.RequestRoute;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKeys;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.client.EdgeObserver;
import dev.sluice.server.edge.CallHead.Sender;
import dev.sluice.server.http.LoopbackNames;
import dev.sluice.server.jwt.TokenCallers;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The judge of a request by its head alone: its client, its path, and whether its body may come. A
/// client without a key learns no more than that. Safe for any thread.
public final class HeadValidator {
  private static final Endpoint UPLOAD =
      new Endpoint.GenerateFiles("", Endpoint.GenerateFiles.UPLOAD);

  private final ClientKeys keys;
  private final @Nullable TokenCallers tokens;
  private final int maxBody;
  private final CallHead calls;
  private final PassThroughs passThroughs;
  private final Resources resources;
  private final Supplier<ServerStage> stage;

  /// @param tokens whom tokens stand for; null where none are taken
  /// @param maxBody the largest body that is taken, in bytes
  /// @param heads what of a head goes on with its call
  /// @param tags which tags calls have
  /// @param resources what the gateway answers itself
  /// @param observer notified of claims that are ignored
  /// @param stage how far the server is with its end
  public HeadValidator(
      ClientKeys keys,
      @Nullable TokenCallers tokens,
      int maxBody,
      HeadRules heads,
      TagRules tags,
      Resources resources,
      EdgeObserver observer,
      Supplier<ServerStage> stage) {
    this.keys = keys;
    this.tokens = tokens;
    this.maxBody = maxBody;
    this.calls =
        new CallHead(
            new CallFaults(maxBody),
            new ForwardedHeaders(heads.passed()),
            tags,
            heads.origins(),
            observer);
    this.passThroughs = heads.passThroughs();
    this.resources = resources;
    this.stage = stage;
  }

  /// Whom tokens stand for; null where none are taken.
  public @Nullable TokenCallers tokens() {
    return tokens;
  }

  /// Whether each answer ends its connection, as of now.
  boolean endsConnections() {
    return stage.get() != ServerStage.SERVING;
  }

  public int maxBody() {
    return maxBody;
  }

  /// The error of a body that is larger.
  ApiError tooLarge() {
    return RequestErrors.tooLarge(maxBody);
  }

  /// Judges a request by its head.
  ///
  /// @param at the endpoint that the request is for; empty for none
  /// @param keyless the client of requests where no key is required
  /// @param certified the name of the key that the client's certificate stands for, which is then
  ///   the client's, whatever key the request shows; empty for none
  /// @param judged what was found of the request's token; null for none
  public Decision judge(
      HttpRequest request,
      Optional<Endpoint> at,
      Client keyless,
      Optional<String> certified,
      @Nullable Found judged) {
    String method = request.method().name();
    if (stage.get() == ServerStage.DRAINING) {
      return reject(RequestErrors.DRAINING);
    }
    RequestRoute.Nowhere wrong = RequestRoute.fault(method);
    if (wrong != null) {
      return new Decision.Reject(wrong.fault(), wrong.allow());
    }
    if (keys.isOpen()) {
      String foreign = LoopbackNames.foreign(request.headers());
      return foreign == null
          ? route(request, at, sender(keyless, keyless))
          : reject(EarlyErrors.foreign(foreign));
    }
    return switch (found(request, certified, judged)) {
      case Found.Admitted(Client client) ->
          named(route(request, at, sender(client, keyless)), client);
      case Found.Refused(var reason) ->
          at.filter(UPLOAD::equals)
              .flatMap(_ -> uploadToken(request))
              .map(token -> byToken(request, at, token, keyless.apart()))
              .orElseGet(() -> reject(EarlyErrors.key(reason)));
    };
  }

  private static Optional<String> uploadToken(HttpRequest request) {
    return Optional.ofNullable(TargetQuery.of(request.uri()).get(TargetQuery.UPLOAD_TOKEN));
  }

  /// Judges a request that shows the token of an upload in the place of a key. The store knows
  /// whether it is one, and is asked where the request is answered.
  private Decision byToken(
      HttpRequest request, Optional<Endpoint> at, String token, Client address) {
    return switch (RequestRoute.of(request, at)) {
      case RequestRoute.Nowhere(var fault, var allow) -> new Decision.Reject(fault, allow);
      case RequestRoute.To _ ->
          keep(
              request,
              new Endpoint.GenerateFiles(token, Endpoint.GenerateFiles.BY_TOKEN),
              address,
              ResourceScope.FILES,
              resources.batches(),
              Resources.NO_BATCHES);
    };
  }

  /// Judges a request of a client that is known, which comes from within the process.
  Decision judgeOwn(HttpRequest request, Client client) {
    return stage.get() == ServerStage.DRAINING
        ? reject(RequestErrors.DRAINING)
        : judgeUnsent(request, client);
  }

  /// Judges the same, but for one that is not sent: no end of the gateway is in its way.
  Decision judgeUnsent(HttpRequest request, Client client) {
    var sender = new Sender(client, SchedulingHints.NOBODY, false);
    return named(route(request, Endpoints.at(request.uri()), sender), client);
  }

  /// The client of a key, by the name by which calls bear it.
  Found client(String key) {
    return keys.byId(key);
  }

  private Found found(HttpRequest request, Optional<String> certified, @Nullable Found judged) {
    if (judged != null) {
      return judged;
    }
    return certified.isPresent()
        ? keys.named(certified.get())
        : keys.find(request.headers(), request.uri());
  }

  /// @param keyless stands for the address of the request
  private Sender sender(Client client, Client keyless) {
    return new Sender(client, keyless.name(), keys.takesOldNames());
  }

  private static Decision named(Decision decision, Client client) {
    return decision instanceof Decision.Reject rejection ? rejection.by(client.name()) : decision;
  }

  private Decision route(HttpRequest request, Optional<Endpoint> at, Sender sender) {
    if (asksForWebSocket(request) && Endpoints.offersWebSockets(request.uri())) {
      return reject(EarlyErrors.WEB_SOCKET);
    }
    return switch (RequestRoute.of(request, at)) {
      case RequestRoute.Nowhere(var fault, var allow) -> new Decision.Reject(fault, allow);
      case RequestRoute.To(Endpoint endpoint) -> route(request, endpoint, sender);
    };
  }

  private Decision route(HttpRequest request, Endpoint endpoint, Sender sender) {
    Client client = sender.client();
    return switch (endpoint) {
      case Endpoint.Calling calling ->
          allows(client, calling.operation())
              ? calls.judge(request, calling, sender)
              : reject(ScopeErrors.operation(calling.operation()));
      case Endpoint.Stored stored ->
          allows(client, Operation.STORED_RESPONSE)
              ? calls.judge(request, stored, sender)
              : reject(ScopeErrors.operation(Operation.STORED_RESPONSE));
      case Endpoint.PassThrough asked -> {
        String method = request.method().name();
        ApiError fault = passThroughs.fault(method, request.uri(), asked, client);
        yield fault == null
            ? calls.judge(request, passThroughs.facts(method, asked), sender)
            : reject(fault);
      }
      case Endpoint.Files _, Endpoint.Uploads _ ->
          keep(
              request,
              endpoint,
              client,
              ResourceScope.FILES,
              resources.files(),
              Resources.NO_FILES);
      case Endpoint.GenerateFiles _ ->
          keep(
              request,
              endpoint,
              client,
              ResourceScope.FILES,
              resources.batches(),
              Resources.NO_BATCHES);
      case Endpoint.Batches _, Endpoint.MessageBatches _, Endpoint.GenerateBatches _ ->
          keep(
              request,
              endpoint,
              client,
              ResourceScope.BATCHES,
              resources.batches(),
              Resources.NO_BATCHES);
      case Endpoint.Models _ -> new Decision.Models(Optional.empty(), client.terms().scope());
      case Endpoint.Model model ->
          new Decision.Models(Optional.of(model.id()), client.terms().scope());
    };
  }

  /// @param none the error where nothing answers
  private static Decision keep(
      HttpRequest request,
      Endpoint endpoint,
      Client client,
      ResourceScope scope,
      Optional<Resource> resource,
      ApiError none) {
    if (!client.terms().scope().allows(scope)) {
      return reject(ScopeErrors.resource(scope));
    }
    if (resource.isEmpty()) {
      return reject(none);
    }
    long length = CallHead.announced(request);
    try {
      CallFaults.ofResource(request, length);
    } catch (HeadFault fault) {
      return reject(fault.error());
    }
    return new Decision.Serve(
        resource.get(), endpoint, request.headers(), length, CallHead.hesitant(request), client);
  }

  private static boolean allows(Client client, Operation operation) {
    return client.terms().scope().allows(operation);
  }

  /// A client that cannot open a WebSocket goes on over HTTP, at once where the status is 426 and
  /// only after several attempts where it is another. An upgrade to anything else is not needed and
  /// not made.
  private static boolean asksForWebSocket(HttpRequest request) {
    return HttpMethod.GET.equals(request.method())
        && HttpVersion.HTTP_1_1.equals(request.protocolVersion())
        && request
            .headers()
            .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  static Decision reject(ApiError error) {
    return new Decision.Reject(error, Optional.empty());
  }
}
