package dev.sluice.provider.item;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.call.Span;
import dev.sluice.call.item.Envelope;
import dev.sluice.call.item.Part;
import dev.sluice.call.item.Share;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// Writes one answer.
final class AnswerWriter {
  /// An index or a count has fewer digits, or makes the answer grow once.
  private static final int DIGITS = 16;

  /// Longer numbers count nothing, and would take long to divide.
  private static final int COUNT_MAX = 40;

  private final Envelope envelope;
  private final Share usage;

  /// How much of the envelope is written.
  private int written;

  AnswerWriter(Envelope envelope, Share usage) {
    this.envelope = envelope;
    this.usage = usage;
  }

  byte[] write(List<Part> parts) {
    byte[] json = envelope.json();
    int numbers = parts.size() + envelope.counts().size();
    int size = json.length + parts.stream().mapToInt(Part::size).sum();
    var out = new ByteWriter(size + DIGITS * numbers);
    envelope.counts().stream().filter(at -> at.start() < envelope.at()).forEach(c -> count(out, c));
    upTo(out, envelope.at());
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      part(out, parts.get(i), i);
    }
    envelope.counts().stream()
        .filter(at -> at.start() >= envelope.at())
        .forEach(c -> count(out, c));
    upTo(out, json.length);
    return out.bytes();
  }

  private static void part(ByteWriter out, Part part, int place) {
    Span index = part.index();
    if (!index.present()) {
      out.put(part.in(), part.at().start(), part.at().end());
      return;
    }
    out.put(part.in(), part.at().start(), index.start())
        .put(String.valueOf(place).getBytes(US_ASCII))
        .put(part.in(), index.end(), part.at().end());
  }

  private void count(ByteWriter out, Span at) {
    int length = at.end() - at.start();
    if (length <= COUNT_MAX) {
      String number = new String(envelope.json(), at.start(), length, US_ASCII);
      shared(number).ifPresent(share -> put(out, at, share));
    }
  }

  private void put(ByteWriter out, Span at, String share) {
    upTo(out, at.start());
    out.put(share.getBytes(US_ASCII));
    written = at.end();
  }

  /// Empty where the number is too large for one.
  private Optional<String> shared(String number) {
    try {
      var count = new BigDecimal(number);
      return Optional.of(new BigDecimal(usage.of(count.unscaledValue()), count.scale()).toString());
    } catch (NumberFormatException absurd) {
      return Optional.empty();
    }
  }

  private void upTo(ByteWriter out, int end) {
    out.put(envelope.json(), written, end);
    written = end;
  }
}
