package dev.sluice.provider.answer;

import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.UsageMember;
import dev.sluice.call.request.UsageMember.Count;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import dev.sluice.dialect.sse.EventScanner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What an answer that passes tells of its usage, in JSON, in lines of JSON or in events whose data
/// are JSON; in any other form it tells nothing. Which of them it is, its first byte says. A later
/// count raises an earlier one. Confined to the loop.
final class ToldUsage implements JsonWalker.Listener<UsageMember>, EventScanner.Listener {
  private enum Form {
    UNKNOWN,
    JSON,
    EVENTS,
    OTHER
  }

  /// White space of JSON, and the bytes of a byte order mark.
  private static final String BLANK = " \t\n\r\u00ef\u00bb\u00bf";

  private static final int BYTE = 0xFF;

  /// The most characters of a number.
  private static final int LONGEST = 32;

  private final List<UsageMember> members;
  private final JsonWalker<UsageMember> walker;
  private final EventScanner events = new EventScanner(this);
  private final ToldExtras extras = new ToldExtras();
  private final boolean tokens;
  private Form form = Form.UNKNOWN;

  /// Whether a text has ended with its line, so that each line is one.
  private boolean several;

  private OptionalLong input;
  private OptionalLong output;

  /// Whether something was told that nobody has asked for yet.
  private boolean changed = true;

  ToldUsage(List<UsageMember> members) {
    this.members = members;
    this.walker = new JsonWalker<>(answer(members), this);
    this.tokens = tells(Count.INPUT) || tells(Count.OUTPUT);
    // What is sold by no tokens has none, which is not the same as some that nobody has told.
    this.input = tells(Count.INPUT) ? OptionalLong.empty() : OptionalLong.of(0);
    this.output = tells(Count.OUTPUT) ? OptionalLong.empty() : OptionalLong.of(0);
    if (!tokens) {
      extras.atLeast(PricedExtra.CALL, 1);
    }
  }

  /// An object; or an array of such, which is what Google calls a stream without events.
  private static JsonSelector<UsageMember> answer(List<UsageMember> members) {
    Map<String, JsonSelector<UsageMember>> fields = fields(members, 0);
    return JsonSelector.objectOrArray(fields, JsonSelector.object(fields));
  }

  private static Map<String, JsonSelector<UsageMember>> fields(
      List<UsageMember> members, int depth) {
    Map<String, List<UsageMember>> byName =
        members.stream()
            .collect(
                Collectors.groupingBy(
                    member -> member.path().get(depth), LinkedHashMap::new, Collectors.toList()));
    var fields = new LinkedHashMap<String, JsonSelector<UsageMember>>();
    byName.forEach(
        (name, below) -> {
          UsageMember first = below.getFirst();
          boolean leaf = first.path().size() == depth + 1;
          fields.put(
              name,
              leaf ? JsonSelector.kept(first) : JsonSelector.object(fields(below, depth + 1)));
        });
    return fields;
  }

  private boolean tells(Count count) {
    return members.stream().anyMatch(member -> member.count() == count);
  }

  /// Whether anything of the answer is read.
  boolean isWanted() {
    return !members.isEmpty() && form != Form.OTHER;
  }

  /// Whether the answer is to tell tokens.
  boolean tellsTokens() {
    return tokens;
  }

  /// Whether something was told since this was asked last.
  boolean isChanged() {
    boolean told = changed;
    changed = false;
    return told;
  }

  Usage.Extras extras() {
    return extras.extras();
  }

  Optional<UsageReport> report() {
    return Optional.of(new UsageReport(input, output, 0, Usage.Parts.NONE));
  }

  void feed(byte[] a, int from, int to) {
    int first = form == Form.UNKNOWN ? first(a, from, to) : from;
    if (first == to) {
      return;
    }
    if (form == Form.UNKNOWN) {
      form = form(a[first]);
    }
    switch (form) {
      case JSON -> lines(a, first, to);
      case EVENTS -> events.feed(a, first, to);
      case UNKNOWN, OTHER -> {}
    }
  }

  /// Reads JSON, of which each line may be a text of its own (JSON Lines): a text that is whole at
  /// the end of a line is followed by another one, and so is one that breaks off there.
  private void lines(byte[] a, int from, int to) {
    for (int at = from; at < to; ) {
      int end = lineEnd(a, at, to);
      walker.feed(a, at, end);
      if (a[end - 1] == '\n' && (walker.complete() || (several && walker.broken()))) {
        walker.restart();
        several = true;
      }
      at = end;
    }
  }

  /// The place behind the end of a line, or `to`.
  private static int lineEnd(byte[] a, int from, int to) {
    int end = from;
    while (end < to && a[end] != '\n') {
      end++;
    }
    return Math.min(end + 1, to);
  }

  /// The place of the first byte that is neither white space nor of a byte order mark.
  private static int first(byte[] a, int from, int to) {
    int first = from;
    while (first < to && BLANK.indexOf(a[first] & BYTE) >= 0) {
      first++;
    }
    return first;
  }

  private static Form form(byte first) {
    return switch (first) {
      case '{', '[' -> Form.JSON;
      case 'd', 'e', 'i', 'r', ':' -> Form.EVENTS;
      default -> Form.OTHER;
    };
  }

  /// Takes the end: what was told is all that there is.
  void end() {
    if (form == Form.EVENTS) {
      events.end();
    }
    changed = true;
  }

  @Override
  public void data(byte[] a, int from, int to) {
    walker.feed(a, from, to);
  }

  @Override
  public boolean event(int end) {
    walker.restart();
    return true;
  }

  @Override
  public void found(UsageMember member, JsonWalker<UsageMember> found) {
    long count = number(found.raw());
    if (count < 0) {
      return;
    }
    changed = true;
    switch (member.count()) {
      case INPUT -> input = OptionalLong.of(Math.max(count, input.orElse(0)));
      case OUTPUT -> output = OptionalLong.of(Math.max(count, output.orElse(0)));
      case UNITS -> extras.told(member.unit().orElseThrow(), count);
    }
  }

  /// A count with the next whole number of a fraction; -1 where the text is none, or more than any
  /// request takes.
  private static long number(String text) {
    if (text.length() > LONGEST) {
      return -1;
    }
    try {
      double number = Math.ceil(Double.parseDouble(text.replace("\"", "")));
      return number >= 0 && number <= UsageReport.TOKENS_MAX ? (long) number : -1;
    } catch (NumberFormatException none) {
      return -1;
    }
  }
}
