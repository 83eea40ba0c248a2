package dev.sluice.provider.assemble;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.provider.assemble.AssembledValue.Fields;
import dev.sluice.provider.assemble.AssembledValue.Written;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The members that a provider's whole answers have although its chunks may not say them, by name
/// and in their order, each with its JSON where nothing was said. Immutable.
///
/// @param answer the members of a chat
/// @param choice the members of each choice, of chats and of completions
/// @param message the members of the `message` of each choice
/// @param callsFinish whether a choice with tool calls finishes with `tool_calls` in whole answers
///   where its stream says `stop`
public record WholeMembers(
    Map<String, String> answer,
    Map<String, String> choice,
    Map<String, String> message,
    boolean callsFinish) {
  /// The value for a provider whose answers have the members that all providers' answers have.
  public static final WholeMembers NONE = new WholeMembers(Map.of(), Map.of(), Map.of(), false);

  public WholeMembers {
    answer = Collections.unmodifiableMap(new LinkedHashMap<>(answer));
    choice = Collections.unmodifiableMap(new LinkedHashMap<>(choice));
    message = Collections.unmodifiableMap(new LinkedHashMap<>(message));
  }

  /// A copy of these members with `names` in the answer, each of them null.
  public WholeMembers withAnswer(String... names) {
    return new WholeMembers(nulls(answer, names), choice, message, callsFinish);
  }

  /// A copy of these members with `names` in each choice, each of them null.
  public WholeMembers withChoice(String... names) {
    return new WholeMembers(answer, nulls(choice, names), message, callsFinish);
  }

  /// A copy of these members with `names` in each message, each of them null.
  public WholeMembers withMessage(String... names) {
    return new WholeMembers(answer, choice, nulls(message, names), callsFinish);
  }

  /// A copy of these members with `name` in each message, an empty array.
  public WholeMembers withArray(String name) {
    Map<String, String> all = new LinkedHashMap<>(message);
    all.put(name, "[]");
    return new WholeMembers(answer, choice, all, callsFinish);
  }

  /// A copy of these members for a provider whose streams say `stop` where its whole answers say
  /// `tool_calls`.
  public WholeMembers withCallsFinish() {
    return new WholeMembers(answer, choice, message, true);
  }

  private static Map<String, String> nulls(Map<String, String> from, String... names) {
    Map<String, String> all = new LinkedHashMap<>(from);
    for (String name : names) {
      all.put(name, "null");
    }
    return all;
  }

  /// Adds to `fields` those of `members` that are missing, behind what it has.
  static void complete(Fields fields, Map<String, String> members) {
    members.forEach(
        (name, json) -> fields.members().putIfAbsent(name, new Written(json.getBytes(UTF_8))));
  }
}
