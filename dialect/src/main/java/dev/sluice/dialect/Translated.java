package dev.sluice.dialect;

import dev.sluice.dialect.Translation.RequestResult;
import dev.sluice.dialect.codec.DialectCodec;
import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.AnswerTerms;
import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.rule.DroppedPaths;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import java.util.ArrayList;
import java.util.List;

/// A request that has been translated, with what the translation of its answers needs: the names of
/// its tools, and whether its client wants to know a stream's usage. Each attempt may be translated
/// anew, for its own target.
///
/// Immutable and safe for any number of threads.
public final class Translated implements RequestResult {
  private final DialectCodec client;
  private final DialectCodec provider;
  private final boolean stream;
  private final boolean usageInStream;
  private final String model;
  private final Seals seals;
  private final boolean strict;
  private final ToolNames names;
  private final byte[] body;
  private final List<String> dropped;

  Translated(
      DialectCodec client,
      DialectCodec provider,
      HubRequest request,
      TargetRules rules,
      ToolNames names,
      byte[] body,
      List<String> dropped) {
    this.client = client;
    this.provider = provider;
    this.stream = request.stream();
    this.usageInStream = request.usageInStream();
    this.model = request.model();
    this.seals = rules.seals();
    this.strict = rules.strict();
    this.names = names;
    this.body = body;
    this.dropped = dropped;
  }

  /// The result of translating an answer.
  public sealed interface AnswerResult {
    /// An answer that is whole.
    ///
    /// @param body in the client's dialect
    /// @param dropped the paths of what the client's dialect cannot say (`x-sluice-dropped`)
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(byte[] body, TokenUsage usage, List<String> dropped) implements AnswerResult {}

    /// An answer that is an error or cannot be read.
    record Failed(AnswerFault fault) implements AnswerResult {}
  }

  /// The request in the provider's dialect.
  public byte[] body() {
    return body;
  }

  /// The paths of what does not reach the provider, in the client's dialect (`x-sluice-dropped`).
  public List<String> dropped() {
    return dropped;
  }

  /// Whether the answer is asked for in events.
  public boolean stream() {
    return stream;
  }

  /// The bytes that are kept for the answer, beside the body.
  public long held() {
    return names.held() + DroppedPaths.held(dropped);
  }

  /// Translates a whole answer.
  ///
  /// @param created in seconds since 1970, for a client's dialect that tells it
  /// @param meter counts what is built beside `answer`
  /// @throws HeapMeter.NoRoomException if there is no room for what is built
  public AnswerResult answer(byte[] answer, long created, HeapMeter meter) {
    try {
      HubReply reply = provider.decodeAnswer(answer, seals, meter);
      AnswerLosses.check(reply, strict);
      byte[] encoded = client.encodeAnswer(Translation.out(answer, meter), reply, terms(created));
      return new AnswerResult.Whole(encoded, reply.usage(), lost(reply));
    } catch (BrokenAnswer e) {
      return new AnswerResult.Failed(e.fault());
    }
  }

  private List<String> lost(HubReply reply) {
    var lost = new ArrayList<>(client.lost(reply));
    lost.addAll(reply.dropped());
    return lost;
  }

  /// Returns a translator of an answer in events; one for each answer.
  ///
  /// @param created as in [#answer]
  /// @param meter counts what is built of the events of one part, which is garbage when the part
  ///   has been translated
  public EventTranslator events(long created, HeapMeter meter) {
    var room = new HeldRoom(meter);
    return new EventTranslator(
        sink -> provider.eventDecoder(seals, sink, room),
        client.eventEncoder(terms(created), room),
        room,
        new AnswerLosses(strict));
  }

  private AnswerTerms terms(long created) {
    return new AnswerTerms(names, model, created, usageInStream);
  }
}
