package dev.sluice.provider.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.item.ItemResult;
import dev.sluice.call.item.ItemResults;
import dev.sluice.call.item.ResponseTemplate;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.Span;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonWalker;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A parser that takes one whole answer apart.
final class AnswerParser implements JsonWalker.Listener<AnswerParser.Found> {
  enum Found {
    LIST,
    PART,
    INDEX,
    EMBEDDING,
    MODEL,
    USAGE
  }

  private static final JsonSelector<Found> EMBEDDINGS =
      answer(
          "data",
          JsonSelector.objectTold(
              Found.PART,
              Map.of(
                  "index", JsonSelector.kept(Found.INDEX),
                  "embedding", JsonSelector.reported(Found.EMBEDDING))));

  private static final JsonSelector<Found> MODERATIONS =
      answer("results", JsonSelector.reported(Found.PART));

  private final byte[] answer;
  private final boolean vectors;
  private final ItemPositions positions = new ItemPositions();
  private Span list = Span.NONE;
  private Span usage = Span.NONE;
  private Span model = Span.NONE;
  private boolean odd;

  // State of the current part.
  private Span index = Span.NONE;
  private int position = ItemPositions.UNSTATED;
  private boolean filled;

  AnswerParser(Operation operation, byte[] answer) {
    this.answer = answer;
    this.vectors = operation == Operation.EMBEDDINGS;
  }

  private static JsonSelector<Found> answer(String list, JsonSelector<Found> part) {
    return JsonSelector.object(
        Map.of(
            list,
            JsonSelector.array(Found.LIST, part),
            "model",
            JsonSelector.reported(Found.MODEL),
            "usage",
            JsonSelector.reported(Found.USAGE)));
  }

  /// The parts of the answer, one for each item; empty if it is no answer to such a request.
  ///
  /// @param count the number of items that the request asked for
  Optional<ItemResults> parts(int count) {
    var walker = new JsonWalker<>(vectors ? EMBEDDINGS : MODERATIONS, this);
    walker.feed(answer, 0, answer.length);
    if (!walker.complete() || odd || !list.present()) {
      return Optional.empty();
    }
    return UsageCounts.in(answer, usage)
        .map(
            counts ->
                new ItemResults(envelope(counts), positions.of(count), positions.exact(count)));
  }

  @Override
  public void found(Found what, JsonWalker<Found> walker) {
    var span = new Span((int) walker.start(), (int) walker.end());
    switch (what) {
      case LIST -> {
        odd |= list.present() || walker.kind() != JsonKind.ARRAY;
        list = span;
      }
      case USAGE -> {
        odd |= usage.present();
        usage = span;
      }
      case MODEL -> model = span;
      case INDEX -> {
        index = span;
        position = position(walker);
      }
      case EMBEDDING -> filled = walker.kind() != JsonKind.NULL && !walker.empty();
      case PART -> part(walker, span);
    }
  }

  private void part(JsonWalker<Found> walker, Span span) {
    odd |= walker.kind() != JsonKind.OBJECT;
    boolean means = vectors ? filled : !walker.empty();
    odd |=
        !positions.add(
            position, means ? Optional.of(new ItemResult(answer, span, index)) : Optional.empty());
    index = Span.NONE;
    position = ItemPositions.UNSTATED;
    filled = false;
  }

  private static int position(JsonWalker<Found> walker) {
    try {
      int stated = Integer.parseInt(walker.raw());
      return stated < 0 ? ItemPositions.NOWHERE : stated;
    } catch (NumberFormatException e) {
      return ItemPositions.NOWHERE;
    }
  }

  /// The answer with its list of parts emptied.
  private ResponseTemplate envelope(List<Span> counts) {
    int from = list.start() + 1;
    int to = list.end() - 1;
    var json = new ByteWriter(answer.length - (to - from));
    json.put(answer, 0, from).put(answer, to, answer.length);
    List<Span> moved =
        counts.stream().map(span -> span.start() < from ? span : moved(span, to - from)).toList();
    return new ResponseTemplate(json.bytes(), from, moved, kin(counts));
  }

  /// The key of answers whose parts may be joined: the model, and the text around the counts.
  private String kin(List<Span> counts) {
    var kin = new StringBuilder();
    text(kin, model.start(), model.end());
    int from = usage.start();
    for (Span count : counts) {
      text(kin, from, count.start());
      kin.append('0');
      from = count.end();
    }
    return text(kin, from, usage.end()).toString();
  }

  private StringBuilder text(StringBuilder to, int from, int end) {
    return from < 0 ? to : to.append(new String(answer, from, end - from, UTF_8));
  }

  private static Span moved(Span span, int by) {
    return new Span(span.start() - by, span.end() - by);
  }
}
