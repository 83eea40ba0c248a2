package dev.sluice.dialect;

import dev.sluice.dialect.codec.EventDecoder;
import dev.sluice.dialect.codec.EventEncoder;
import dev.sluice.dialect.codec.HeldRoom;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rule.BrokenAnswer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A translator of one answer that arrives in events into events of the client's dialect. A stream
/// that is an error, is malformed or ends early comes to a [#fault]: from then on nothing more
/// comes out, and nothing that would look like an end has come out.
///
/// Belongs to one thread.
public final class EventTranslator {
  private final EventDecoder decoder;
  private final EventEncoder encoder;
  private final HeldRoom room;
  private final AnswerLosses losses;

  private TokenUsage usage = TokenUsage.NONE;
  private Optional<AnswerFault> fault = Optional.empty();

  EventTranslator(
      Function<Consumer<HubEvent>, EventDecoder> decoder,
      EventEncoder encoder,
      HeldRoom room,
      AnswerLosses losses) {
    this.encoder = encoder;
    this.losses = losses;
    this.room = room;
    this.decoder = decoder.apply(this::accept);
  }

  /// Parses the data of the next event, which lie in `a` before `length`, for [#event] and for
  /// whoever else reads them, as long as `a` stays as it is.
  ///
  /// @return the event; null where the data are no JSON
  /// @throws HeapMeter.NoRoomException if there is no room for the event; the answer cannot go on
  ///   then
  public @Nullable JsonNode parse(byte[] a, int length) {
    try {
      return decoder.parse(a, length);
    } catch (BrokenAnswer notJson) {
      return null;
    }
  }

  /// Translates the next event, whose data lie in `a` before `length`. What comes of it is for
  /// [#take].
  ///
  /// @param parsed the event as [#parse] has returned it; null where it is to be parsed here
  /// @throws HeapMeter.NoRoomException if there is no room for what is built of the event; the
  ///   answer cannot go on then
  public void event(@Nullable JsonNode parsed, byte[] a, int length) {
    if (fault.isPresent()) {
      return;
    }
    try {
      if (parsed == null) {
        decoder.event(a, length);
      } else {
        decoder.event(parsed);
      }
    } catch (BrokenAnswer e) {
      fault = Optional.of(e.fault());
    }
  }

  /// Takes the client's events that the provider's have come to; empty when there are none.
  public byte[] take() {
    return encoder.take();
  }

  /// Ends the stream and returns the last events.
  public byte[] end() {
    if (fault.isPresent()) {
      return new byte[0];
    }
    try {
      decoder.end();
    } catch (BrokenAnswer e) {
      fault = Optional.of(e.fault());
    }
    return encoder.take();
  }

  /// Whether the answer has come to its end. Later events are passed over.
  public boolean complete() {
    return decoder.complete() && fault.isEmpty();
  }

  /// The reason why the answer will have no end, if there is one.
  public Optional<AnswerFault> fault() {
    return fault;
  }

  /// The usage of the answer, once the answer is complete.
  public TokenUsage usage() {
    return usage;
  }

  /// The bytes that are held of the answer until more of it has come, about.
  public long held() {
    return 2L * room.held();
  }

  private void accept(HubEvent event) {
    losses.accept(event);
    if (event instanceof HubEvent.Finish finish) {
      usage = finish.usage();
    }
    encoder.accept(event);
  }
}
