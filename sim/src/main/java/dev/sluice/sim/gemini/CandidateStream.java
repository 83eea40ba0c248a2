package dev.sluice.sim.gemini;

import dev.sluice.sim.dialect.AnswerPlan;
import dev.sluice.sim.dialect.Choice;
import dev.sluice.sim.dialect.Output;
import dev.sluice.sim.dialect.TokenPace;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyBody;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A stream of answers that add up: events without names and without a mark for the end, or the
/// elements of an array. Candidates are made side by side. A function call comes whole.
public final class CandidateStream {
  /// The number of events that open a stream, without its first one: no event tells the role, so
  /// that the first that a model says counts as the second.
  public static final int OPENING = -1;

  private static final byte[] CLOSE = {']', '\n'};

  private final Candidates candidates;
  private final AnswerPlan plan;
  private final boolean array;
  private final Deque<Supplier<Piece>> events = new ArrayDeque<>();
  private boolean begun;
  private int said;
  private int thought;

  /// @param array whether the stream is an array, or else events
  CandidateStream(Candidates candidates, boolean array) {
    this.candidates = candidates;
    this.plan = candidates.plan();
    this.array = array;
  }

  ReplyBody body() {
    List<List<Consumer<Bytes>>> parts = new ArrayList<>();
    if (candidates.isBlocked()) {
      events.add(() -> event(plan.pace().first(), candidates::blocked));
      return closed();
    }
    for (int i = 0; i < plan.choices().size(); i++) {
      parts.add(parts(i));
    }
    int longest = parts.stream().mapToInt(List::size).max().orElse(0);
    for (int round = 0; round < longest; round++) {
      round(parts, round);
    }
    for (int i = 0; i < plan.choices().size(); i++) {
      int index = i;
      events.add(() -> event(0, out -> ending(out, index)));
    }
    if (plan.choices().isEmpty()) {
      events.add(() -> event(plan.pace().first(), _ -> {}));
    }
    return closed();
  }

  private ReplyBody closed() {
    if (array) {
      events.add(() -> Piece.data(0, CLOSE));
    }
    return () -> events.isEmpty() ? Piece.end(0, Ending.CLEAN) : events.removeFirst().get();
  }

  private void round(List<List<Consumer<Bytes>>> parts, int round) {
    boolean first = true;
    for (int i = 0; i < parts.size(); i++) {
      if (round < parts.get(i).size()) {
        int index = i;
        boolean paced = first;
        Consumer<Bytes> part = parts.get(i).get(round);
        events.add(() -> event(paced ? wait(round) : 0, out -> candidate(out, index, part)));
        first = false;
      }
    }
  }

  private long wait(int round) {
    TokenPace pace = plan.pace();
    return round == 0 ? pace.first() : pace.next();
  }

  private List<Consumer<Bytes>> parts(int index) {
    Choice choice = plan.choices().get(index);
    List<Consumer<Bytes>> parts = new ArrayList<>();
    if (candidates.thinking().shown()) {
      Output text = candidates.thinking().text();
      for (int i = 0; i < text.size(); i++) {
        byte[] token = text.token(i);
        parts.add(out -> thought(out, token));
      }
    }
    for (int i = 0; i < choice.text().size(); i++) {
      byte[] token = choice.text().token(i);
      parts.add(out -> text(out, token));
    }
    for (int i = 0; i < choice.calls().size(); i++) {
      int number = i;
      parts.add(out -> call(out, index, choice, number));
    }
    return parts;
  }

  private void thought(Bytes out, byte[] token) {
    thought++;
    plan.pace().produced(1);
    out.ascii("{\"text\":\"").put(token).ascii("\",\"thought\":true}");
  }

  private void text(Bytes out, byte[] token) {
    said++;
    plan.pace().produced(1);
    out.ascii("{\"text\":\"").put(token).ascii("\"}");
  }

  private void call(Bytes out, int index, Choice choice, int number) {
    int tokens = 1 + choice.calls().get(number).arguments().size();
    said += tokens;
    plan.pace().produced(tokens);
    candidates.call(out, index, number, choice.calls().get(number));
  }

  private static void candidate(Bytes out, int index, Consumer<Bytes> part) {
    part.accept(out.ascii("\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["));
    out.ascii("]},\"index\":").number(index).ascii("}],");
  }

  private void ending(Bytes out, int index) {
    Choice choice = plan.choices().get(index);
    out.ascii("\"candidates\":[{");
    if (Candidates.says(choice)) {
      out.ascii("\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"\"");
      boolean signed = candidates.signsText() && choice.calls().isEmpty();
      candidates.signature(out, index + ".text", signed).ascii("}]},");
    }
    thought = candidates.thinking().tokens();
    said = plan.toldOutput() < 0 ? said : plan.toldOutput();
    candidates.end(out, index, choice);
    out.ascii("],");
  }

  private Piece event(long after, Consumer<Bytes> what) {
    Bytes out = new Bytes(512).ascii(!array ? "data: {" : begun ? ",\n{" : "[{");
    begun = true;
    what.accept(out);
    candidates.about(out, said, thought);
    return Piece.data(after, out.ascii(array ? "}\n" : "}\n\n").array());
  }
}
