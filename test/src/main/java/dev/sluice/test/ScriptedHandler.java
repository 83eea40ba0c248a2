package dev.sluice.test;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.Form;
import dev.sluice.sim.Listings;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.stored.ResponsesApi;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReceivedRequest;
import dev.sluice.sim.wire.ReplyDelivery;
import dev.sluice.sim.wire.RequestHandler;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Answers requests as the playbook says, and writes them into the journal. Confined to one event
/// loop.
final class ScriptedHandler implements RequestHandler {
  /// The models that lists of models have; any other may be asked too.
  private static final Set<String> MODELS =
      new LinkedHashSet<>(
          List.of("gpt-5-mini", "claude-sonnet-4-5", "gemini-2.5-flash", "text-embedding-3-small"));

  private final Playbook playbook;
  private final Journal journal;
  private final ResponsesApi stored = new ResponsesApi(Clock.SYSTEM);
  private final Listings listings = new Listings(stored, MODELS);
  private final AtomicLong ids = new AtomicLong();

  ScriptedHandler(Playbook playbook, Journal journal) {
    this.playbook = playbook;
    this.journal = journal;
  }

  @Override
  public boolean refuses(ReceivedRequest head) {
    return false;
  }

  @Override
  public void opened() {
    // Connections do not matter.
  }

  @Override
  public void closed() {
    // Connections do not matter.
  }

  @Override
  public ReplyDelivery answer(ReceivedRequest request) {
    Form form = Form.of(request);
    String id = HexFormat.of().toHexDigits(ids.incrementAndGet());
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("x-request-id", "req_" + id));
    LlmApi api = LlmApi.of(form, request);
    if (api == LlmApi.UNKNOWN && isListing(request)) {
      return new Delivery(
          form.dress(listings.answer(form, request, id, headers), request, Clock.SYSTEM.wall()));
    }
    SentCall call = journal.next(api, request);
    HttpReply reply = reply(new ScriptedCall(form, call, id, headers), request);
    journal.add(call);
    return new PlayedDelivery(form.dress(reply, request, Clock.SYSTEM.wall()), call);
  }

  /// Whether a request is for a list of models, or about a response that is kept.
  private static boolean isListing(ReceivedRequest request) {
    String path = request.path();
    return !request.method().equals("POST")
        && (path.contains("/models")
            || path.contains("/responses/")
            || path.contains("/conversations"));
  }

  private HttpReply reply(ScriptedCall scripted, ReceivedRequest request) {
    SentCall call = scripted.call();
    if (call.api() == LlmApi.UNKNOWN) {
      journal.problem("no provider serves the path of " + call);
      return listings.answer(scripted.form(), request, scripted.id(), scripted.headers());
    }
    try {
      return play(scripted, scripted.form().read(request, stored), request);
    } catch (Refusal e) {
      return e.error().reply(scripted.headers());
    } catch (RuntimeException | AssertionError e) {
      journal.problem("the script for " + call + " has thrown " + e);
      return scripted.unanswered("the script has thrown " + e);
    }
  }

  private HttpReply play(ScriptedCall scripted, ReadCall read, ReceivedRequest request)
      throws Refusal {
    SentCall call = scripted.call();
    Entry entry = playbook.take(call);
    if (entry == null && call.api().needsNoScript()) {
      return scripted.plain(read);
    }
    if (entry == null) {
      journal.unanswered("no answer was scripted for " + call, playbook);
      return scripted.unanswered("no answer is scripted for this call");
    }
    LlmReply reply = entry.reply().apply(call);
    if (!reply.fits(call.api())) {
      journal.problem(reply + " was scripted for " + call + ", which it does not fit");
      return scripted.unanswered("the answer that is scripted does not fit this call");
    }
    return scripted.reply(reply, read, request);
  }

  /// An answer that is under way.
  private record PlayedDelivery(HttpReply reply, SentCall call) implements ReplyDelivery {
    @Override
    public void ended(Finish how) {
      call.ended(how);
    }
  }

  /// An answer that nobody watches.
  private record Delivery(HttpReply reply) implements ReplyDelivery {
    @Override
    public void ended(Finish how) {
      // Nobody asks.
    }
  }
}
