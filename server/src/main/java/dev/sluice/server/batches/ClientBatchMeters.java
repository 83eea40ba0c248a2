package dev.sluice.server.batches;

import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchListener;
import dev.sluice.batches.BatchState;
import dev.sluice.batches.Batches;
import dev.sluice.batches.LineError;
import dev.sluice.batches.PauseReason;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.text.EnumWords;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/// Counts what becomes of batches and their lines, and tells the operator what goes wrong. Safe for
/// any thread.
final class ClientBatchMeters implements BatchListener {
  private final Map<LineOutcome, Counter> lines = new EnumMap<>(LineOutcome.class);
  private final Map<BatchState, Counter> ended = new EnumMap<>(BatchState.class);
  private final MeterRegistry registry;
  private final Consumer<String> notes;
  private final Consumer<String> warnings;

  /// @param notes takes lines for the operator
  /// @param warnings takes those of what keeps batches from going on
  ClientBatchMeters(MeterRegistry registry, Consumer<String> notes, Consumer<String> warnings) {
    this.registry = registry;
    this.notes = new BoundedNotes(notes, Clock.SYSTEM);
    this.warnings = new BoundedNotes(warnings, Clock.SYSTEM);
    for (LineOutcome outcome : LineOutcome.values()) {
      lines.put(
          outcome,
          Counter.builder("sluice.batches.lines")
              .description("Calls of batches' lines, by what has become of them")
              .tag("outcome", EnumWords.of(outcome))
              .register(registry));
    }
    for (BatchState state : BatchState.values()) {
      if (state.isOver()) {
        ended.put(
            state,
            Counter.builder("sluice.batches.ended")
                .description("Batches that have ended, by their last state")
                .tag("state", state.word())
                .register(registry));
      }
    }
  }

  /// Shows how many batches there are.
  void follow(Batches batches) {
    for (BatchState state : BatchState.values()) {
      if (!state.isOver()) {
        Gauge.builder(
                "sluice.batches",
                batches,
                all -> all.states().getOrDefault(state, 0L).doubleValue())
            .description("Batches that have not ended, by state, of all gateways of the store")
            .tag("state", state.word())
            .register(registry);
      }
    }
    for (PauseReason why : PauseReason.values()) {
      if (why != PauseReason.NONE) {
        Gauge.builder("sluice.batches.paused", batches, all -> all.paused(why))
            .description("Batches of this gateway that pause, by reason")
            .tag("reason", why.word())
            .register(registry);
      }
    }
  }

  @Override
  public void line(LineOutcome outcome) {
    Counter counter = lines.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void changed(Batch batch) {
    Counter counter = ended.get(batch.state());
    if (counter != null) {
      counter.increment();
      notes.accept(words(batch));
    }
  }

  private static String words(Batch batch) {
    var counts = batch.results().counts();
    return batch.state() == BatchState.FAILED
        ? batch.id()
            + " has failed: "
            + batch.errors().stream().findFirst().map(LineError::message).orElse("")
        : "%s is %s: %d of %d lines have an answer"
            .formatted(batch.id(), batch.state().word(), counts.completed(), counts.total());
  }

  @Override
  public void delegated(Batch batch, String target, int lines) {
    Counter.builder("sluice.batches.delegated")
        .description("Lines that providers have taken to run them by their own batch APIs")
        .tag("target", target)
        .register(registry)
        .increment(lines);
    notes.accept("%s: %s runs %d of its lines".formatted(batch.id(), target, lines));
  }

  @Override
  public void paused(Batch batch, PauseReason why) {
    Consumer<String> told = why == PauseReason.NONE ? notes : warnings;
    told.accept(
        batch.id()
            + switch (why) {
              case NONE -> " goes on";
              case BUDGET -> " pauses: the budget of its key has no room";
              case DISK -> " pauses: the disk has no room for its results";
              case FILES -> " pauses: its files cannot be read or written now";
              case KEY -> " pauses: whether its key may call is not known now";
            });
  }

  @Override
  public void trouble(String batch, String why) {
    warnings.accept(batch + ": " + why);
  }
}
