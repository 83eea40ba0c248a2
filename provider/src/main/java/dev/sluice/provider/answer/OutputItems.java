package dev.sluice.provider.answer;

import dev.sluice.call.request.PricedExtra;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A counter of what a response's items say that the provider has run: each item comes in an event
/// of its own, and all items again in the last event. Confined to the loop.
final class OutputItems {
  private final ToldExtras extras;

  /// The counts of items whose events have passed, and of those in the list of the current event.
  private final Map<PricedExtra, Integer> passed = new EnumMap<>(PricedExtra.class);

  private final Map<PricedExtra, Integer> listed = new EnumMap<>(PricedExtra.class);

  // Of the current item.
  private String type = "";
  private String action = "";
  private String environment = "";

  OutputItems(ToldExtras extras) {
    this.extras = extras;
  }

  void type(String name) {
    type = name;
  }

  /// Takes the kind of action that a search has done.
  void action(String name) {
    action = name;
  }

  /// Takes the environment in which a shell has run.
  void environment(String name) {
    environment = name;
  }

  /// Takes the end of an item of the list.
  void endListed() {
    count(listed);
  }

  /// Takes the end of the item of an event.
  ///
  /// @param done whether the event says that the item is complete
  void endItem(boolean done) {
    if (done) {
      count(passed);
    } else {
      clearItem();
    }
  }

  private void count(Map<PricedExtra, Integer> into) {
    PricedExtra extra = extra();
    if (extra != null) {
      int count = into.merge(extra, 1, Integer::sum);
      extras.atLeast(extra, extra == PricedExtra.CODE_EXECUTION ? 1 : count);
    }
    clearItem();
  }

  /// The extra that the item counts as, if any. Pages that a search opens are no searches; programs
  /// are counted by the answer.
  private @Nullable PricedExtra extra() {
    return switch (type) {
      case "web_search_call" ->
          action.isEmpty() || action.equals("search") ? PricedExtra.WEB_SEARCH : null;
      case "file_search_call" -> PricedExtra.FILE_SEARCH;
      case "image_generation_call" -> PricedExtra.IMAGE_GENERATION;
      case "mcp_call" -> PricedExtra.MCP;
      case "code_interpreter_call" -> PricedExtra.CODE_EXECUTION;
      case "shell_call" ->
          environment.isEmpty() || environment.equals("local") ? null : PricedExtra.CODE_EXECUTION;
      default -> null;
    };
  }

  private void clearItem() {
    type = "";
    action = "";
    environment = "";
  }

  /// Forgets the current event, which has passed.
  void clear() {
    listed.clear();
    clearItem();
  }
}
