package dev.sluice.dialect;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.HubEvent;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Settings;
import dev.sluice.dialect.hub.Settings.Effort;
import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.hub.Tool;
import dev.sluice.dialect.hub.ToolChoice;
import dev.sluice.dialect.hub.Turn;
import dev.sluice.dialect.hub.Turn.Role;
import dev.sluice.dialect.json.SourcePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which of the random conversations a dialect can carry, and what of them it says in another way.
/// Gemini differs: it has no ids, no titles, no end users and no turns of the system's. Responses
/// has no stop sequences. Anthropic's models that think take no sampling, and are forced to call no
/// tool.
final class Carried {
  private Carried() {}

  /// What of a request `dialect` can carry.
  static HubRequest by(WireDialect dialect, HubRequest request) {
    return switch (dialect) {
      case GEMINI -> gemini(request);
      case RESPONSES -> unstopped(request);
      case ANTHROPIC -> thinking(request) ? unforced(request) : request;
      case CHAT -> request;
    };
  }

  private static boolean thinking(HubRequest request) {
    Effort effort = request.settings().effort();
    return effort != null && effort != Effort.NONE;
  }

  private static HubRequest unforced(HubRequest r) {
    ToolChoice choice = r.choice();
    return new HubRequest(
        r.model(),
        r.stream(),
        r.usageInStream(),
        r.system(),
        r.turns(),
        r.tools(),
        choice.forces()
            ? new ToolChoice(
                ToolChoice.Mode.AUTO, null, choice.only(), choice.parallel(), choice.place())
            : choice,
        unsampled(r.settings()));
  }

  private static Settings unsampled(Settings s) {
    return new Settings(
        s.maxOutput(),
        null,
        null,
        null,
        s.stop(),
        s.endUser(),
        s.effort(),
        s.budget(),
        s.thinks(),
        s.format(),
        s.tier(),
        s.extras());
  }

  private static HubRequest unstopped(HubRequest r) {
    Settings s = r.settings();
    return new HubRequest(
        r.model(),
        r.stream(),
        r.usageInStream(),
        r.system(),
        r.turns(),
        r.tools(),
        r.choice(),
        HubRoundTripTest.with(s, List.of(), s.format()));
  }

  private static HubRequest gemini(HubRequest r) {
    ToolChoice choice = r.choice();
    return new HubRequest(
        r.model(),
        r.stream(),
        r.usageInStream(),
        r.system(),
        r.turns(),
        r.tools().stream().map(Carried::lenient).toList(),
        new ToolChoice(choice.mode(), choice.name(), choice.only(), null, SourcePath.NONE),
        gemini(r.settings()));
  }

  private static Tool lenient(Tool tool) {
    var f = (Tool.Function) tool;
    return new Tool.Function(f.name(), f.description(), f.schema(), false, null, "", f.place());
  }

  private static Settings gemini(Settings s) {
    return new Settings(
        s.maxOutput(),
        s.temperature(),
        s.topP(),
        s.topK(),
        s.stop(),
        null,
        effort(s.effort()),
        s.budget(),
        s.thinks(),
        s.format(),
        "auto".equals(s.tier()) ? null : s.tier(),
        s.extras());
  }

  private static @Nullable Effort effort(@Nullable Effort effort) {
    return switch (effort) {
      case null -> null;
      case NONE, MINIMAL, LOW -> Effort.LOW;
      case MEDIUM -> Effort.MEDIUM;
      case HIGH, XHIGH, MAX -> Effort.HIGH;
    };
  }

  /// What of an answer `dialect` can carry: Gemini does not say what was written to a cache.
  static List<HubEvent> by(WireDialect dialect, List<HubEvent> events) {
    var carried = new ArrayList<HubEvent>();
    for (HubEvent event : events) {
      carried.add(
          dialect == WireDialect.GEMINI && event instanceof HubEvent.Finish finish
              ? new HubEvent.Finish(finish.stop(), null, unwritten(finish.usage()))
              : event);
    }
    return carried;
  }

  private static TokenUsage unwritten(TokenUsage u) {
    return new TokenUsage(
        u.fresh() + u.cacheWrite(), u.cacheRead(), 0, 0, u.output(), u.reasoning(), true);
  }

  /// A request that `dialect` has carried, with what its path says.
  static HubRequest back(WireDialect dialect, HubRequest decoded, HubRequest asked) {
    return dialect == WireDialect.GEMINI
        ? arrived(dialect, decoded.asking(asked.model(), asked.stream()))
        : decoded;
  }

  /// How a request comes out of `dialect`.
  static HubRequest arrived(WireDialect dialect, HubRequest r) {
    return dialect == WireDialect.GEMINI
        ? new HubRequest(
            r.model(),
            r.stream(),
            r.usageInStream(),
            r.system(),
            turns(r.turns()),
            r.tools(),
            r.choice(),
            r.settings())
        : r;
  }

  private static List<Turn> turns(List<Turn> turns) {
    var joined = new ArrayList<Turn>();
    Map<String, String> ids = new HashMap<>();
    for (Turn turn : turns) {
      List<ContentBlock> blocks =
          turn.blocks().stream().map(block -> block(turn, block, ids)).toList();
      Role role = turn.role() == Role.SYSTEM ? Role.USER : turn.role();
      if (!joined.isEmpty() && joined.getLast().role() == role) {
        joined.getLast().blocks().addAll(blocks);
      } else {
        joined.add(new Turn(role, new ArrayList<>(blocks), turn.place()));
      }
    }
    return joined;
  }

  private static ContentBlock block(Turn turn, ContentBlock block, Map<String, String> ids) {
    return switch (block) {
      case ContentBlock.Text text when turn.role() == Role.SYSTEM ->
          new ContentBlock.Text("<system>" + text.text() + "</system>", text.place());
      case ContentBlock.Document document ->
          new ContentBlock.Document("", document.source(), null, document.place());
      case ContentBlock.ToolCall call ->
          new ContentBlock.ToolCall(
              ids.computeIfAbsent(call.id(), _ -> "call " + ids.size()),
              call.name(),
              call.arguments(),
              false,
              null,
              call.place());
      case ContentBlock.ToolResult result ->
          new ContentBlock.ToolResult(
              String.valueOf(ids.get(result.callId())),
              result.content(),
              result.failed(),
              null,
              result.place());
      default -> block;
    };
  }
}
