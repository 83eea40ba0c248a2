package dev.sluice.sim.batch;

import dev.sluice.sim.batch.BatchView.Counts;
import dev.sluice.sim.fault.BatchFault;
import dev.sluice.sim.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The results of a batch that has ended: what they hold, in which order and how often is what its
/// fault makes of the truth. Used once.
final class Results {
  private final BatchOrder order;
  private final ResultForm form;
  private final List<byte[]> output = new ArrayList<>();
  private final List<byte[]> errors = new ArrayList<>();
  private LineAnswer.Tokens tokens = LineAnswer.Tokens.NONE;
  private int succeeded;
  private int failed;
  private int missed;

  /// @param how the batch has ended
  /// @param answers of its first lines
  Results(
      BatchOrder order, ResultForm form, Phase how, List<Line> lines, List<LineAnswer> answers) {
    this.order = order;
    this.form = form;
    boolean kept = how == Phase.COMPLETED || form.keepsParts();
    int given = kept ? Math.max(0, answers.size() - order.number(BatchFault.PARTIAL, 0)) : 0;
    int twice = order.number(BatchFault.DOUBLED, 0);
    for (int i = 0; i < given; i++) {
      give(i, lines.get(i), answers.get(i), i < twice);
    }
    for (int i = kept ? answers.size() : lines.size(); i < lines.size(); i++) {
      missed++;
      errors().add(form.missed(id(i), lines.get(i), how));
    }
    if (order.has(BatchFault.REORDERED)) {
      Collections.reverse(output);
      Collections.reverse(errors);
    }
  }

  private void give(int index, Line line, LineAnswer answer, boolean twice) {
    answer.bill().run();
    tokens = tokens.and(answer.tokens());
    byte[] result = form.answered(id(index), line, answer);
    List<byte[]> to = answer.isError() ? errors() : output;
    to.add(result);
    if (twice) {
      to.add(result);
    }
    if (answer.isError()) {
      failed++;
    } else {
      succeeded++;
    }
  }

  private List<byte[]> errors() {
    return form.errorsApart() ? errors : output;
  }

  private String id(int index) {
    return order.id() + index;
  }

  LineAnswer.Tokens tokens() {
    return tokens;
  }

  Counts counts(int total) {
    return new Counts(total, succeeded, failed, missed);
  }

  boolean hasOutput() {
    return !output.isEmpty();
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  byte[] output() {
    return lines(output);
  }

  byte[] errorFile() {
    return lines(errors);
  }

  private byte[] lines(List<byte[]> results) {
    int size = results.stream().mapToInt(result -> result.length + 1).sum();
    Bytes out = new Bytes(size);
    results.forEach(result -> out.put(result).ascii("\n"));
    byte[] all = out.array();
    boolean torn = order.has(BatchFault.TORN) && !results.isEmpty();
    return torn ? Arrays.copyOf(all, all.length - 1 - results.getLast().length / 2) : all;
  }
}
