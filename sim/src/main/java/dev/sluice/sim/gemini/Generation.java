package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.Dialect;
import dev.sluice.sim.dialect.Operation;
import dev.sluice.sim.dialect.Plan;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.dialect.RequestContent.Wishes;
import dev.sluice.sim.dialect.Terms;
import dev.sluice.sim.gemini.GeminiPath.Verb;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/// A call of `generateContent` or `streamGenerateContent`.
final class Generation implements GeminiCall {
  private static final Header EVENTS = new Header("content-type", "text/event-stream");

  private final GeminiPath path;
  private final JsonNode request;
  private final RequestContent content;

  private Generation(GeminiPath path, JsonNode request) {
    this.path = path;
    this.request = request;
    this.content = content(path, request);
  }

  private static RequestContent content(GeminiPath path, JsonNode request) {
    JsonNode config = Fields.get(request, "generationConfig");
    return new RequestContent(
        path.model(),
        path.verb() == Verb.STREAM,
        Fields.get(config, "candidateCount").asInt(1),
        Fields.get(config, "maxOutputTokens").asInt(-1),
        TokenCount.of(request),
        new Wishes(true, false, true));
  }

  /// Reads a request.
  ///
  /// @throws Refusal if it is wrong
  static Generation read(GeminiPath path, JsonNode request) throws Refusal {
    Rules.check(path.model(), request);
    GeminiCall.sameModel(path, request);
    return new Generation(path, request);
  }

  @Override
  public RequestContent content() {
    return content;
  }

  @Override
  public Reply answer(Terms terms, List<Header> headers) throws Refusal {
    Plan plan = Dialect.plan(Operation.CHAT, content, AsChat.of(request), terms);
    Thinking thinking = thinking();
    Candidates candidates = new Candidates(plan, thinking, terms.shape().stop());
    List<Header> all = typed(headers);
    if (path.verb() == Verb.STREAM) {
      return Reply.streamed(all, new CandidateStream(candidates, path.isArray()).body());
    }
    int tokens = plan.longest() + thinking.tokens();
    terms.pace().produced(plan.outputTokens() + thinking.tokens());
    return Reply.whole(200, all, terms.pace().total(tokens), candidates.whole());
  }

  private Thinking thinking() {
    JsonNode config = Fields.get(request, "generationConfig");
    return Thinking.of(Fields.get(config, "thinkingConfig"), path.model());
  }

  /// `headers` and the media type of the answer.
  private List<Header> typed(List<Header> headers) {
    List<Header> all = new ArrayList<>(headers);
    all.add(path.verb() == Verb.STREAM && path.sse() ? EVENTS : JSON);
    return all;
  }
}
