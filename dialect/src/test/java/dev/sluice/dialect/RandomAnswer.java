package dev.sluice.dialect;

import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubEvent.BlockKind;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.hub.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random answers in events of which every dialect can carry all.
final class RandomAnswer {
  private final RandomHub hub;
  private final Random random;
  private final List<HubEvent> events = new ArrayList<>();

  RandomAnswer(long seed) {
    hub = new RandomHub(seed);
    random = hub.random();
  }

  List<HubEvent> events() {
    events.add(new HubEvent.Start("msg_" + random.nextInt(100), "m", TokenUsage.NONE));
    if (random.nextBoolean()) {
      words(BlockKind.THINKING);
    }
    if (random.nextBoolean()) {
      words(BlockKind.TEXT);
    }
    int calls = random.nextInt(4);
    for (int i = 0; i < calls; i++) {
      call(i);
    }
    StopReason stop = random.nextInt(4) == 0 ? StopReason.LENGTH : StopReason.END;
    long reasoning = random.nextInt(50);
    var usage =
        new TokenUsage(
            random.nextInt(1000),
            random.nextInt(1000),
            random.nextInt(1000),
            0,
            reasoning + random.nextInt(1000),
            reasoning,
            true);
    events.add(new HubEvent.Finish(stop.with(calls > 0), null, usage));
    return events;
  }

  private void words(BlockKind kind) {
    events.add(new HubEvent.Open(kind, "", ""));
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      events.add(new HubEvent.Delta(hub.words()));
    }
    if (kind == BlockKind.THINKING) {
      events.add(new HubEvent.Seal("sig"));
    }
    events.add(new HubEvent.Close());
  }

  private void call(int ordinal) {
    events.add(new HubEvent.Open(BlockKind.TOOL_CALL, "call_" + ordinal, "tool"));
    String arguments = hub.arguments();
    int cut = random.nextInt(arguments.length());
    if (cut > 0) {
      events.add(new HubEvent.Delta(arguments.substring(0, cut)));
    }
    events.add(new HubEvent.Delta(arguments.substring(cut)));
    events.add(new HubEvent.Close());
  }
}
