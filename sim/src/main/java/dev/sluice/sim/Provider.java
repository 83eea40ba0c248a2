package dev.sluice.sim;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.dialect.ApiError;
import dev.sluice.sim.dialect.Dialect;
import dev.sluice.sim.dialect.Operation;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.messages.AnthropicForm;
import dev.sluice.sim.messages.Messages;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.wire.Answer;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.Reply;
import dev.sluice.sim.wire.Request;
import dev.sluice.sim.wire.RequestHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers requests: checks the key, reads the request, and applies the fault that strikes.
final class Provider implements RequestHandler {
  private static final String FAULT_HEADER = "x-sim-fault";
  private static final String JSON = "application/json";

  private final Clock clock;
  private final Keys keys;
  private final Models models;
  private final Ids ids;
  private final Recorded recorded;

  Provider(Scenario scenario, Clock clock) {
    this.clock = clock;
    this.keys = new Keys(scenario.keys());
    this.models = new Models(scenario, clock);
    this.ids = new Ids(scenario.seed());
    this.recorded = new Recorded(scenario.record());
  }

  Recorded recorded() {
    return recorded;
  }

  @Override
  public boolean refuses(Request head) {
    String fault = head.header(FAULT_HEADER);
    return fault != null && fault.equals(Fault.REFUSE.label());
  }

  @Override
  public Answer answer(Request request) {
    PendingReply ticket = new PendingReply(request, ids.next(), recorded);
    try {
      String header = request.header(FAULT_HEADER);
      FaultCall fault = header == null ? null : FaultCall.parse(header);
      Reply reply = reply(request, ticket, fault);
      return ticket.with(dressed(request, twisted(request, reply, ticket.fault())));
    } catch (InvalidFault e) {
      String message = FAULT_HEADER + " " + e.getMessage();
      return ticket.with(ApiError.invalid(FAULT_HEADER, null, message).reply(ticket.headers()));
    }
  }

  @Override
  public void opened() {
    recorded.opened();
  }

  @Override
  public void closed() {
    recorded.closed();
  }

  /// In the dialect of the request.
  private Reply dressed(Request request, Reply reply) {
    return isAnthropic(request) ? AnthropicForm.of(reply, clock.wall()) : reply;
  }

  private static boolean isAnthropic(Request request) {
    Operation operation = Operation.at(Paths.local(request.path()));
    return operation == null ? request.header("anthropic-version") != null : operation.anthropic();
  }

  private Reply twisted(Request request, Reply reply, @Nullable FaultCall fault) {
    int opening = isAnthropic(request) ? Messages.OPENING : 0;
    return fault == null ? reply : fault.apply(reply, clock.wall(), opening);
  }

  private Reply reply(Request request, PendingReply ticket, @Nullable FaultCall fault)
      throws InvalidFault {
    ticket.strike(fault);
    ApiError refused = keys.check(request);
    if (refused != null) {
      return refused.reply(ticket.headers());
    }
    String path = Paths.local(request.path());
    Operation operation = Operation.at(path);
    if (operation == null) {
      return list(request, path, ticket.headers());
    }
    if (!request.method().equals("POST")) {
      return Paths.wrongMethod(request).reply(ticket.headers());
    }
    try {
      return models.answer(operation, request, ticket);
    } catch (Refusal e) {
      return e.error().reply(ticket.headers());
    }
  }

  private Reply list(Request request, String path, List<Header> headers) {
    boolean one = path.startsWith("/models/");
    if (!one && !path.equals("/models")) {
      return Paths.unknown(request).reply(headers);
    }
    if (!request.method().equals("GET")) {
      return Paths.wrongMethod(request).reply(headers);
    }
    headers.add(new Header("content-type", JSON));
    if (!one) {
      byte[] all =
          isAnthropic(request)
              ? AnthropicForm.models(models.names())
              : Dialect.models(models.names());
      return Reply.whole(200, headers, 0, all);
    }
    String name = URLDecoder.decode(path.substring("/models/".length()), StandardCharsets.UTF_8);
    return models.names().contains(name)
        ? Reply.whole(
            200, headers, 0, isAnthropic(request) ? AnthropicForm.model(name) : Dialect.model(name))
        : ApiError.noModel(name).reply(headers.subList(0, headers.size() - 1));
  }
}
