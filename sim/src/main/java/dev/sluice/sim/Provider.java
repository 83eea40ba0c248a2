package dev.sluice.sim;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.batch.ApiRequest;
import dev.sluice.sim.batch.BatchApi;
import dev.sluice.sim.credential.CredentialPlay;
import dev.sluice.sim.credential.Issued;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.fault.BatchFaultCall;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.scenario.Credentials;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.stored.ResponsesApi;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReceivedRequest;
import dev.sluice.sim.wire.ReplyDelivery;
import dev.sluice.sim.wire.RequestHandler;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Answers requests: checks the key, reads the request, and applies the fault that strikes.
final class Provider implements RequestHandler {
  private static final String FAULT_HEADER = "x-sim-fault";

  private final Clock clock;
  private final AcceptedKeys keys;
  private final Models models;
  private final ResponsesApi stored;
  private final Listings listings;
  private final BatchApi batches;
  private final IdGenerator ids;
  private final Recorded recorded;
  private final @Nullable CredentialPlay credentials;

  /// @param executor runs a task for each batch
  Provider(Scenario scenario, Clock clock, Executor executor) {
    this.clock = clock;
    this.keys = new AcceptedKeys(scenario.keys());
    this.models = new Models(scenario, clock);
    this.stored = new ResponsesApi(clock);
    this.listings = new Listings(stored, models.names());
    this.ids = new IdGenerator(scenario.seed());
    this.recorded = new Recorded(scenario.record());
    double price = scenario.batches().price();
    this.batches =
        new BatchApi(
            scenario.batches(),
            scenario.seed(),
            clock,
            new LineCalls(models, stored, recorded, clock, price),
            executor);
    Credentials terms = scenario.credentials();
    this.credentials = terms == null ? null : new CredentialPlay(terms, scenario.seed(), clock);
  }

  Recorded recorded() {
    batches.settle();
    return recorded;
  }

  /// Ends what is under way without a connection.
  void stop() {
    batches.stop();
  }

  Issued issued() {
    if (credentials == null) {
      throw new IllegalStateException("the scenario has no credentials that end");
    }
    return credentials.issued();
  }

  @Override
  public boolean refuses(ReceivedRequest head) {
    String fault = head.header(FAULT_HEADER);
    return fault != null && fault.equals(Fault.REFUSE.label());
  }

  @Override
  public ReplyDelivery answer(ReceivedRequest received) {
    PendingReply ticket = new PendingReply(received, ids.next(), recorded);
    try {
      return answer(VertexPaths.plain(received), ticket);
    } catch (Refusal e) {
      return ticket.with(e.error().reply(ticket.headers()));
    }
  }

  private ReplyDelivery answer(ReceivedRequest request, PendingReply ticket) {
    CredentialPlay play = credentials;
    CredentialPlay.Given given = play == null ? null : play.answer(request);
    if (play != null && given != null) {
      ticket.strike(given.fault());
      ticket.then(play::ended);
      return ticket.with(twisted(Form.OPENAI, given.reply(), given.fault()));
    }
    try {
      String header = request.header(FAULT_HEADER);
      BatchFaultCall ofBatch = null;
      if (header != null && BatchFaultCall.names(header)) {
        ofBatch = BatchFaultCall.parse(header);
      } else if (header != null) {
        ticket.strike(FaultCall.parse(header));
      }
      Form form = Form.of(request);
      HttpReply reply = reply(form, request, ofBatch, ticket);
      return ticket.with(form.dress(twisted(form, reply, ticket.fault()), request, clock.wall()));
    } catch (InvalidFault e) {
      String message = FAULT_HEADER + " " + e.getMessage();
      return ticket.with(OpenAiError.invalid(FAULT_HEADER, null, message).reply(ticket.headers()));
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

  private HttpReply twisted(Form form, HttpReply reply, @Nullable FaultCall fault) {
    return fault == null ? reply : fault.apply(reply, clock.wall(), form.opening());
  }

  private HttpReply reply(
      Form form, ReceivedRequest request, @Nullable BatchFaultCall fault, PendingReply ticket)
      throws InvalidFault {
    HttpReply over = credentials == null ? null : credentials.refusal(request);
    if (over != null) {
      return over;
    }
    OpenAiError refused = keys.check(request);
    if (refused != null) {
      return form.keyless(refused).reply(ticket.headers());
    }
    HttpReply batch = batch(request, fault, ticket);
    if (batch != null) {
      return batch;
    }
    if (!form.asksModel(request)) {
      return listings.answer(form, request, ticket.id(), ticket.headers());
    }
    if (!request.method().equals("POST")) {
      return Paths.wrongMethod(request).reply(ticket.headers());
    }
    try {
      return models.answer(form.read(request, stored), request, ticket);
    } catch (Refusal e) {
      return e.error().reply(ticket.headers());
    }
  }

  private @Nullable HttpReply batch(
      ReceivedRequest request, @Nullable BatchFaultCall fault, PendingReply ticket) {
    String owner = AcceptedKeys.of(request);
    BatchApi.Answer answer =
        batches.answer(new ApiRequest(request, owner, ticket.id(), ticket.headers(), fault));
    if (answer == null) {
      return null;
    }
    if (ticket.fault() == null) {
      ticket.strike(answer.fault());
    }
    return answer.reply();
  }
}
