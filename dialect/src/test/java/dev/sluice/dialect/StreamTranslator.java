package dev.sluice.dialect;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// An [EventTranslator] that takes the bytes of a stream, in parts cut anywhere.
final class StreamTranslator {
  private final EventTranslator events;
  private final StreamEvents scanned;

  private StreamTranslator(EventTranslator events) {
    this.events = events;
    this.scanned = new StreamEvents(data -> events.event(null, data, data.length));
  }

  static StreamTranslator of(EventTranslator events) {
    return new StreamTranslator(events);
  }

  /// Translates the next part, and returns the client's events that it completes.
  byte[] feed(byte[] a, int from, int to) {
    scanned.feed(a, from, to);
    return events.take();
  }

  /// Ends the stream and returns the last events.
  byte[] end() {
    scanned.end();
    var out = new ByteArrayOutputStream();
    out.writeBytes(events.take());
    out.writeBytes(events.end());
    return out.toByteArray();
  }

  boolean complete() {
    return events.complete();
  }

  Optional<AnswerFault> fault() {
    return events.fault();
  }

  TokenUsage usage() {
    return events.usage();
  }

  long held() {
    return events.held();
  }
}
