package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts.State;
import dev.sluice.call.request.Span;
import dev.sluice.call.request.Streaming;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.provider.MessageMembers.Member;
import dev.sluice.provider.answer.UpstreamOptions;
import dev.sluice.provider.stored.StateIds;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/// The request body for one target: the client's body with the target's name of the model, and the
/// properties that say how to answer. Every other byte is shared, not copied.
final class UpstreamBody {
  private static final byte[] NOTHING = {};
  private static final byte[] TRUE = "true".getBytes(UTF_8);
  private static final String STREAM = "\"stream\":true,";
  private static final String USAGE = "\"include_usage\":true";
  private static final String OPTIONS = "{" + USAGE + "}";

  private final Call call;
  private final ByteBuf bytes;
  private final ByteEdits splices = new ByteEdits();

  private UpstreamBody(Call call) {
    this.call = call;
    this.bytes = call.body().bytes();
  }

  /// Returns the body of `call` with `model` in it, asking as `options` say; the result has a
  /// reference of its own to the bytes that it shares.
  ///
  /// @param vertex whether the provider is Vertex AI, where the model of a conversation in
  ///   Anthropic's dialect stands in the path, and the version of the API in the body
  /// @param last members that stand behind all others, each with a comma before it
  static ByteBuf of(Call call, String model, UpstreamOptions options, boolean vertex, String last) {
    if (!FormBody.type(call).isEmpty()) {
      return FormBody.of(call, model);
    }
    UpstreamBody body = new UpstreamBody(call);
    if (call.operation().isOfGemini()) {
      body.echoes(model);
      body.behind(last);
      return body.splices.into(body.bytes);
    }
    if (call.operation() == Operation.INVOKE_MODEL) {
      return body.splices.into(body.bytes);
    }
    body.state();
    String added =
        vertex || call.facts().cloud().versioned()
            ? body.versioned(model, vertex)
            : body.model(model);
    added += options.streamsFor(call) || body.streamsByPath(options) ? body.stream() : "";
    if (options.usageFor(call) && call.operation() != Operation.RESPONSES) {
      added += body.usage();
    }
    if (!added.isEmpty()) {
      body.splices.insert(body.inside(0), added.getBytes(UTF_8));
    }
    body.behind(last);
    return body.splices.into(body.bytes);
  }

  /// Puts `last` behind all members; there is one at least.
  private void behind(String last) {
    if (!last.isEmpty()) {
      int end = bytes.forEachByteDesc(b -> b != '}');
      splices.insert(end - bytes.readerIndex(), last.getBytes(UTF_8));
    }
  }

  /// Replaces the client's name of what the provider holds by the provider's own name.
  private void state() {
    State state = call.facts().state();
    if (state.at().present() && !state.origin().isEmpty()) {
      splices.replace(state.at(), JsonStrings.quote(StateIds.plain(state.id())).getBytes(UTF_8));
    }
  }

  /// Replaces the model's name.
  ///
  /// @return the text that is still to be put in front of all properties
  private String model(String model) {
    if (model.isEmpty()) {
      return "";
    }
    Span span = new Span(call.facts().modelStart(), call.facts().modelEnd());
    if (span.end() == 0) {
      return "\"model\":" + JsonStrings.quote(model) + ",";
    }
    if (!is(span, model)) {
      splices.replace(span, JsonStrings.quote(model).getBytes(UTF_8));
    }
    return "";
  }

  /// Replaces model and version in a body of Anthropic's dialect.
  ///
  /// @return the text that is still to be put in front of all properties
  private String versioned(String model, boolean vertex) {
    if (!call.operation().isOfMessages()) {
      return model(model);
    }
    var members = MessageMembers.in(bytes);
    Optional<Member> version = members.version();
    boolean named = vertex && call.operation() == Operation.MESSAGES;
    if (named && members.model().isPresent()) {
      Member said = members.model().get();
      splices.replace(
          version.isPresent() ? said.all() : said.span(), version.isPresent() ? NOTHING : wanted());
      return "";
    }
    String added = named ? "" : model(model);
    if (vertex) {
      return version.isPresent() ? added : added + new String(wanted(), UTF_8) + ",";
    }
    if (version.isPresent() && added.isEmpty()) {
      splices.replace(version.get().all(), NOTHING);
    } else if (version.isPresent()) {
      byte[] instead = added.substring(0, added.length() - 1).getBytes(UTF_8);
      splices.replace(version.get().span(), instead);
      return "";
    }
    return added;
  }

  /// The version of the API that is wanted in a body, as a member.
  private byte[] wanted() {
    return MessageMembers.version(call.headers().getOrDefault("anthropic-version", ""));
  }

  /// Whether the client has asked by the path alone for a stream, and the body is to say so.
  private boolean streamsByPath(UpstreamOptions options) {
    return options.stream() && !call.facts().streaming().stream().present();
  }

  /// Replaces the model's name where a body repeats the one that its path has.
  private void echoes(String model) {
    if (call.facts().modelEnd() == 0) {
      return;
    }
    String name = ModelSpans.PREFIX + model;
    for (Span span : ModelSpans.in(bytes)) {
      if (!is(span, name)) {
        splices.replace(span, JsonStrings.quote(name).getBytes(UTF_8));
      }
    }
  }

  /// Whether `text` is in the body, between quotes. Text that has to be escaped, or is not ASCII,
  /// is never found; then it is just written again.
  private boolean is(Span span, String text) {
    boolean same = span.end() - span.start() == text.length() + 2;
    for (int i = 0; same && i < text.length(); i++) {
      char c = text.charAt(i);
      same = c == at(span.start() + 1 + i) && c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }
    return same;
  }

  /// Sets the property `stream`.
  ///
  /// @return the text that is still to be put in front of all properties
  private String stream() {
    Span span = call.facts().streaming().stream();
    if (!span.present()) {
      return STREAM;
    }
    splices.replace(span, TRUE);
    return "";
  }

  /// Sets the property that asks for usage in a stream.
  ///
  /// @return the text that is still to be put in front of all properties
  private String usage() {
    Streaming said = call.facts().streaming();
    if (!said.options().present()) {
      return "\"stream_options\":" + OPTIONS + ",";
    }
    if (said.includeUsage().present()) {
      splices.replace(said.includeUsage(), TRUE);
    } else if (at(said.options().start()) == '{') {
      int inside = inside(said.options().start());
      splices.insert(inside, (USAGE + comma(inside)).getBytes(UTF_8));
    } else {
      splices.replace(said.options(), OPTIONS.getBytes(UTF_8));
    }
    return "";
  }

  /// The offset just behind the brace that opens the object at or after `from`.
  private int inside(int from) {
    return skipSpace(from) + 1;
  }

  private String comma(int inside) {
    return at(skipSpace(inside)) == '}' ? "" : ",";
  }

  private int skipSpace(int from) {
    int i = from;
    while (at(i) == ' ' || at(i) == '\n' || at(i) == '\r' || at(i) == '\t') {
      i++;
    }
    return i;
  }

  private byte at(int offset) {
    return bytes.getByte(bytes.readerIndex() + offset);
  }
}
