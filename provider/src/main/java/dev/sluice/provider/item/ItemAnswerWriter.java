package dev.sluice.provider.item;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.call.item.ItemResult;
import dev.sluice.call.item.ResponseTemplate;
import dev.sluice.call.item.UsageShare;
import dev.sluice.call.request.Span;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// A writer of one answer.
final class ItemAnswerWriter {
  /// The digits that are reserved for an index or a count; one with more makes the answer grow
  /// once.
  private static final int DIGITS = 16;

  /// The most digits of a number that counts; a longer one would take long to divide or to add.
  private static final int COUNT_MAX = 40;

  private final ResponseTemplate template;
  private final List<UsageShare> usage;

  /// The number of bytes of the envelope that are written.
  private int written;

  ItemAnswerWriter(ResponseTemplate template, List<UsageShare> usage) {
    this.template = template;
    this.usage = usage;
  }

  byte[] write(List<ItemResult> parts) {
    byte[] json = template.json();
    int numbers = parts.size() + template.counts().size();
    int size = json.length + parts.stream().mapToInt(ItemResult::size).sum();
    var out = new ByteWriter(size + DIGITS * numbers);
    int number = 0;
    for (; number < counts() && template.counts().get(number).start() < template.at(); number++) {
      count(out, number);
    }
    upTo(out, template.at());
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      part(out, parts.get(i), i);
    }
    for (; number < counts(); number++) {
      count(out, number);
    }
    upTo(out, json.length);
    return out.bytes();
  }

  private int counts() {
    return template.counts().size();
  }

  private static void part(ByteWriter out, ItemResult part, int place) {
    Span index = part.index();
    if (!index.present()) {
      out.put(part.in(), part.at().start(), part.at().end());
      return;
    }
    out.put(part.in(), part.at().start(), index.start())
        .put(String.valueOf(place).getBytes(US_ASCII))
        .put(part.in(), index.end(), part.at().end());
  }

  /// Writes a usage count, summed over all parts.
  private void count(ByteWriter out, int number) {
    Optional<BigDecimal> sum = shared(usage.getFirst(), number);
    for (UsageShare charge : usage.subList(1, usage.size())) {
      sum = sum.flatMap(before -> shared(charge, number).map(before::add));
    }
    Span span = template.counts().get(number);
    sum.ifPresent(count -> put(out, span, count.toString()));
  }

  private void put(ByteWriter out, Span span, String count) {
    upTo(out, span.start());
    out.put(count.getBytes(US_ASCII));
    written = span.end();
  }

  /// The share of one count; empty where the number is too large.
  private static Optional<BigDecimal> shared(UsageShare charge, int number) {
    Span span = charge.envelope().counts().get(number);
    int length = span.end() - span.start();
    if (length > COUNT_MAX) {
      return Optional.empty();
    }
    try {
      var count =
          new BigDecimal(new String(charge.envelope().json(), span.start(), length, US_ASCII));
      return Math.abs(count.scale()) > COUNT_MAX
          ? Optional.empty()
          : Optional.of(new BigDecimal(charge.share().of(count.unscaledValue()), count.scale()));
    } catch (NumberFormatException absurd) {
      return Optional.empty();
    }
  }

  private void upTo(ByteWriter out, int end) {
    out.put(template.json(), written, end);
    written = end;
  }
}
