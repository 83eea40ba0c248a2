package dev.sluice.dialect.gemini;

import dev.sluice.dialect.codec.EventEncoder;
import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.codec.HeldText;
import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.AnswerTerms;
import org.jspecify.annotations.Nullable;

/// An encoder of a stream of responses: each event without a name, its data on one line, nothing
/// behind the last event, which tells the usage. A call comes whole.
///
/// Belongs to one thread.
final class GeminiEventEncoder implements EventEncoder {
  private final JsonOutput out;
  private final GeminiPartWriter parts;
  private final AnswerTerms terms;
  private final HeldRoom room;

  private String id = "";
  private String model = "";
  private HubEvent.Open open = new HubEvent.Open(BlockKind.TEXT, "", "");

  /// Whether the open block has said anything.
  private boolean said;

  private final HeldText seal;

  /// The token of thinking without words, which may belong to a call that follows.
  private final HeldText waiting;

  /// Whether the waiting token belongs to thinking which nobody sees.
  private boolean hidden;

  private final HeldText arguments;
  private final Grounding pages = new Grounding();

  public GeminiEventEncoder(AnswerTerms terms, HeldRoom room) {
    this.terms = terms;
    this.room = room;
    out = new JsonOutput(room.meter());
    parts = new GeminiPartWriter(out);
    arguments = new HeldText(room);
    seal = new HeldText(room);
    waiting = new HeldText(room);
  }

  @Override
  public void accept(HubEvent event) {
    switch (event) {
      case HubEvent.Start start -> start(start);
      case HubEvent.Ping _ -> out.plain(": ping\n\n");
      case HubEvent.Dropped dropped -> out.plain(dropped.comment());
      case HubEvent.Open block -> open(block);
      case HubEvent.Delta delta -> delta(delta.text());
      case HubEvent.Seal token -> replace(seal, token.token());
      case HubEvent.Cited cited -> cited(cited.citation());
      case HubEvent.Close _ -> close();
      case HubEvent.Searched searched -> searched(searched.search());
      case HubEvent.Finish finish -> finish(finish);
    }
  }

  @Override
  public byte[] take() {
    return out.take();
  }

  private void start(HubEvent.Start start) {
    id = room.keep(start.id());
    model = start.model().isEmpty() ? terms.model() : room.keep(start.model());
  }

  private void begin() {
    out.plain("data: ").open('{').name("candidates").open('[').open('{').name("content").open('{');
    out.field("role", "model").name("parts").open('[');
  }

  private void end() {
    out.close(']').close('}').field("index", 0).close('}').close(']');
    GeminiAnswerEncoder.end(out, model, id);
    out.plain("\n\n");
  }

  private void open(HubEvent.Open block) {
    open = block;
    room.take(block.id().length() + block.name().length());
    said = false;
    seal.clear();
    if (block.kind() != BlockKind.TOOL_CALL) {
      release();
    }
  }

  /// Writes the token that waited, which is no call's.
  private void release() {
    ClientSignature signature = signature();
    if (signature != null) {
      begin();
      parts.thought("", signature);
      end();
    }
  }

  /// Returns the waiting token as a signature, and forgets it.
  private @Nullable ClientSignature signature() {
    if (waiting.isEmpty()) {
      return null;
    }
    var signature = new ClientSignature(waiting.toString(), hidden);
    waiting.clear();
    return signature;
  }

  private void await(boolean isHidden) {
    replace(waiting, seal.toString());
    hidden = isHidden;
  }

  private static void replace(HeldText held, String text) {
    held.clear();
    held.append(text);
  }

  private void delta(String more) {
    said = true;
    switch (open.kind()) {
      case TEXT, DECLINED -> textDelta(more);
      case THINKING -> thoughtDelta(more);
      case TOOL_CALL -> arguments.append(more);
      case REDACTED -> {}
    }
  }

  private void textDelta(String more) {
    begin();
    parts.text(more);
    end();
  }

  private void thoughtDelta(String more) {
    begin();
    parts.thought(more, null);
    end();
  }

  private void cited(ContentBlock.Citation citation) {
    room.keep(citation.url() + citation.title());
    pages.cited(citation);
  }

  private void searched(ContentBlock.Search search) {
    room.keep(search.query());
    pages.searched(search);
  }

  private void close() {
    switch (open.kind()) {
      case TEXT, DECLINED -> {}
      case THINKING -> closeThought();
      case REDACTED -> {
        await(true);
        release();
      }
      case TOOL_CALL -> call();
    }
  }

  private void closeThought() {
    await(false);
    if (said) {
      release();
    }
  }

  private void call() {
    begin();
    String name = terms.names().original(open.name());
    parts.call(open.id(), name, arguments.toString(), signature());
    end();
    arguments.clear();
  }

  private void finish(HubEvent.Finish finish) {
    release();
    if (finish.stop() == StopReason.PAUSE) {
      out.plain(": x-sluice-dropped: stop_reason\n\n");
    }
    begin();
    parts.text("");
    finishCandidate(finish.stop());
    out.name("usageMetadata");
    GeminiUsage.write(out, finish.usage());
    GeminiAnswerEncoder.end(out, model, id);
    out.plain("\n\n");
  }

  private void finishCandidate(StopReason stop) {
    out.close(']').close('}').field("finishReason", GeminiStops.write(stop));
    out.field("index", 0);
    pages.write(out);
    out.close('}').close(']');
  }
}
