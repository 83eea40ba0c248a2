package dev.sluice.dialect;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.ContentBlock.Source;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.Effort;
import dev.sluice.dialect.hub.Settings.OutputFormat;
import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.hub.ToolChoice;
import dev.sluice.dialect.hub.ToolChoice.Mode;
import dev.sluice.dialect.hub.Turn;
import dev.sluice.dialect.hub.Turn.Role;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.json.SourcePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Random requests of which every dialect can carry all.
final class RandomHub {
  private static final String[] WORDS = {
    "Hi",
    "é",
    "漢字",
    "😀",
    "\"quoted\"",
    "a\\b",
    "line\nbreak",
    "\t",
    "\u0001",
    "</system>",
    "{}",
    " "
  };
  private static final RawJson SCHEMA =
      new RawJson(
          "{\"type\":\"object\",\"properties\":{\"q\":{\"type\":\"number\"}},"
              + "\"required\":[\"q\"],\"additionalProperties\":false}");
  private static final String[] ARGUMENTS = {
    "{}", "{\"q\":1.50}", "{\"b\": [1, 2e3, null],\"a\":\"\\u00e9 😀\"}"
  };

  private final Random random;
  private int calls;

  RandomHub(long seed) {
    random = new Random(seed);
  }

  HubRequest request() {
    List<Tool> tools = several(3, this::tool);
    return new HubRequest(
        "m",
        random.nextBoolean(),
        true,
        several(3, this::text),
        turns(),
        tools,
        tools.isEmpty() ? ToolChoice.UNSAID : choice(tools),
        settings());
  }

  String words() {
    var words = new StringBuilder("w");
    for (int i = random.nextInt(6); i > 0; i--) {
      words.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return words.toString();
  }

  Random random() {
    return random;
  }

  String arguments() {
    return ARGUMENTS[random.nextInt(ARGUMENTS.length)];
  }

  private <T> List<T> several(int bound, Supplier<T> one) {
    var list = new ArrayList<T>();
    for (int i = random.nextInt(bound); i > 0; i--) {
      list.add(one.get());
    }
    return list;
  }

  private <T> @Nullable T maybe(Supplier<T> one) {
    return random.nextInt(3) == 0 ? one.get() : null;
  }

  private ContentBlock.Text text() {
    return new ContentBlock.Text(words(), SourcePath.NONE);
  }

  private Tool tool() {
    return new Tool.Function(
        "tool_" + random.nextInt(5),
        maybe(this::words),
        SCHEMA,
        random.nextBoolean(),
        null,
        "",
        SourcePath.NONE);
  }

  private ToolChoice choice(List<Tool> tools) {
    Mode mode = List.of(Mode.values()).get(random.nextInt(Mode.values().length));
    boolean serial = mode != Mode.UNSAID && mode != Mode.NONE && random.nextBoolean();
    String name = mode == Mode.ONE ? tools.getFirst().name() : null;
    return new ToolChoice(mode, name, List.of(), serial ? false : null, SourcePath.NONE);
  }

  private Settings settings() {
    Effort[] efforts = {
      Effort.NONE, Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH, Effort.MAX
    };
    return new Settings(
        16L + random.nextInt(10_000),
        maybe(() -> new RawJson("0.70")),
        maybe(() -> new RawJson("0.95")),
        null,
        several(4, this::words),
        maybe(this::words),
        maybe(() -> efforts[random.nextInt(efforts.length)]),
        null,
        false,
        maybe(() -> new OutputFormat("", SCHEMA, true, "")),
        maybe(() -> random.nextBoolean() ? "auto" : "default"),
        List.of());
  }

  private List<Turn> turns() {
    var turns = new ArrayList<Turn>();
    turns.add(new Turn(Role.USER, said(), SourcePath.NONE));
    for (int i = random.nextInt(4); i > 0; i--) {
      if (random.nextInt(4) == 0) {
        turns.add(new Turn(Role.SYSTEM, List.of(text()), SourcePath.NONE));
      }
      List<ContentBlock> answer = answer();
      turns.add(new Turn(Role.ASSISTANT, answer, SourcePath.NONE));
      turns.add(new Turn(Role.USER, reply(answer), SourcePath.NONE));
    }
    return turns;
  }

  private List<ContentBlock> said() {
    var blocks = new ArrayList<ContentBlock>(several(3, this::part));
    blocks.add(text());
    return blocks;
  }

  private ContentBlock part() {
    return switch (random.nextInt(4)) {
      case 0 ->
          new ContentBlock.Image(new Source.Inline("image/png", "AAEC"), null, SourcePath.NONE);
      case 1 ->
          new ContentBlock.Image(
              new Source.Url("https://example.org/a.png"), null, SourcePath.NONE);
      case 2 ->
          new ContentBlock.Document(
              "a.pdf", new Source.Inline("application/pdf", "JVBERg=="), null, SourcePath.NONE);
      default -> text();
    };
  }

  private List<ContentBlock> answer() {
    var blocks = new ArrayList<ContentBlock>(several(2, this::text));
    blocks.addAll(several(3, this::call));
    if (blocks.isEmpty()) {
      blocks.add(text());
    }
    return blocks;
  }

  private ContentBlock call() {
    String id = "call_" + calls++;
    return new ContentBlock.ToolCall(id, "tool_1", arguments(), false, null, SourcePath.NONE);
  }

  private List<ContentBlock> reply(List<ContentBlock> answer) {
    var blocks = new ArrayList<ContentBlock>();
    for (ContentBlock block : answer) {
      if (block instanceof ContentBlock.ToolCall call) {
        List<ContentBlock> content = List.copyOf(several(2, this::text));
        blocks.add(new ContentBlock.ToolResult(call.id(), content, false, null, SourcePath.NONE));
      }
    }
    if (blocks.isEmpty() || random.nextBoolean()) {
      blocks.addAll(said());
    }
    return blocks;
  }
}
