package dev.sluice.lab.prove;

import dev.sluice.lab.prove.PlannedCall.Kind;
import dev.sluice.lab.trace.Arrival;
import dev.sluice.lab.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The calls of both sides: chats at the arrivals of a trace and with its inputs, between them
/// embeddings, as the [Workload] says. Some calls repeat an earlier one.
final class CallMix {
  /// The most texts of an embedding.
  static final int TEXTS = 4;

  private static final double STREAMED = 0.75;
  private static final double NANOS = 1e9;
  private static final int BYTES_A_TOKEN = 4;
  private static final int TEXT_TOKENS = 60;
  private static final int LARGEST_INPUT = 6_000;
  private static final int LEAST_INPUT = 16;

  private final Workload workload;
  private final SplittableRandom random;
  private final List<PlannedCall> calls = new ArrayList<>();

  /// A call that has no request yet.
  private record Slot(long due, Kind kind, long input) {}

  private CallMix(Workload workload, long seed) {
    this.workload = workload;
    random = new SplittableRandom(seed);
  }

  /// The calls of so long a time, in the order of their due times; always the same for a seed.
  static List<PlannedCall> of(Workload workload, Trace trace, Duration length, long seed) {
    var mix = new CallMix(workload, seed);
    mix.slots(trace, length).forEach(mix::add);
    return List.copyOf(mix.calls);
  }

  private List<Slot> slots(Trace trace, Duration length) {
    List<Slot> slots = new ArrayList<>(chats(trace, length));
    slots.addAll(embeddings(slots.size(), length));
    slots.sort(Comparator.comparingLong(Slot::due));
    return slots;
  }

  private List<Slot> chats(Trace trace, Duration length) {
    return trace.arrivals().stream()
        .filter(arrival -> arrival.at() / workload.speed() < length.toNanos())
        .map(this::chat)
        .toList();
  }

  private Slot chat(Arrival arrival) {
    long input = Math.clamp(arrival.input(), LEAST_INPUT, LARGEST_INPUT);
    return new Slot((long) (arrival.at() / workload.speed()), Kind.CHAT, input);
  }

  /// Returns as many embeddings as are their share beside so many chats, each coming by itself.
  private List<Slot> embeddings(int chats, Duration length) {
    double share = workload.embeddings();
    double rate = chats * share / (1 - share) / length.toSeconds();
    List<Slot> slots = new ArrayList<>();
    if (rate == 0) {
      return slots;
    }
    for (double at = gap(rate); at < length.toSeconds(); at += gap(rate)) {
      slots.add(new Slot((long) (at * NANOS), Kind.EMBEDDING, 0));
    }
    return slots;
  }

  private double gap(double rate) {
    return -Math.log(1 - random.nextDouble()) / rate;
  }

  private void add(Slot slot) {
    int number = calls.size();
    double draw = random.nextDouble();
    if (number > 0 && draw < workload.repeatSecond() + workload.repeatAny()) {
      calls.add(earlier(slot, draw < workload.repeatSecond()).again(number, slot.due()));
    } else {
      calls.add(slot.kind() == Kind.CHAT ? chat(number, slot) : embedding(number, slot));
    }
  }

  private PlannedCall earlier(Slot slot, boolean ofLastSecond) {
    int recent = 1;
    while (recent < calls.size()
        && calls.get(calls.size() - 1 - recent).due() > slot.due() - NANOS) {
      recent++;
    }
    return calls.get(calls.size() - 1 - random.nextInt(ofLastSecond ? recent : calls.size()));
  }

  private PlannedCall chat(int number, Slot slot) {
    boolean streamed = random.nextDouble() < STREAMED;
    String body =
        """
        {"model":"%s","stream":%s,"temperature":0,"max_tokens":%d,\
        "messages":[{"role":"user","content":"%s"}]}\
        """
            .formatted(
                Kind.CHAT.model(),
                streamed,
                workload.maxTokens(),
                text("Question " + number, slot.input()));
    double tokens = slot.input() + workload.output().mean();
    return new PlannedCall(number, slot.due(), Kind.CHAT, streamed, body, tokens);
  }

  private PlannedCall embedding(int number, Slot slot) {
    int texts = 1 + random.nextInt(TEXTS);
    String input =
        IntStream.range(0, texts)
            .mapToObj(i -> '"' + paragraph(i, number) + '"')
            .collect(Collectors.joining(","));
    String body = "{\"model\":\"%s\",\"input\":[%s]}".formatted(Kind.EMBEDDING.model(), input);
    return new PlannedCall(
        number, slot.due(), Kind.EMBEDDING, false, body, (double) texts * TEXT_TOKENS);
  }

  private static String paragraph(int i, int document) {
    return text("Paragraph %d of document %d".formatted(i, document), TEXT_TOKENS);
  }

  /// Returns a text as long as so many tokens.
  private static String text(String start, long tokens) {
    return start
        + ". "
        + "x".repeat((int) Math.max(0, tokens * BYTES_A_TOKEN - start.length() - 2));
  }
}
