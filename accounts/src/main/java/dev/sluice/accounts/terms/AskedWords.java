package dev.sluice.accounts.terms;

import dev.sluice.call.request.Operation;
import dev.sluice.call.text.EnumWords;
import dev.sluice.config.ConfigNames;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The words for what a key may ask for: an operation (`chat`), what the gateway keeps (`files`),
/// or a pass-through (`passthrough:NAME`), of which `*` stands for all.
///
/// @param operations the operations
/// @param resources what the gateway keeps
/// @param passThroughs the names of the pass-throughs
/// @param unread words of another version of this program, which nobody may ask by here
public record AskedWords(
    Set<Operation> operations,
    Set<ResourceScope> resources,
    Set<String> passThroughs,
    Set<String> unread) {
  private static final Pattern NAME = Pattern.compile("\\*|[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public AskedWords {
    operations = Set.copyOf(operations);
    resources = Set.copyOf(resources);
    passThroughs = Set.copyOf(passThroughs);
    unread = Set.copyOf(unread);
  }

  /// Reads words that were stored, by this version of the program or by another one.
  public static AskedWords stored(Collection<String> words) {
    return read("operations", words, word -> !isKnown(word));
  }

  private static boolean isKnown(String word) {
    return isPassThrough(word)
        || resource(word).isPresent()
        || Operation.ofClients().stream().anyMatch(value -> EnumWords.of(value).equals(word));
  }

  /// Reads the words.
  ///
  /// @param what what a word stands for, for the message
  /// @throws IllegalArgumentException if one is none; it lists those that there are
  public static AskedWords read(String what, Collection<String> words) {
    return read(what, words, _ -> false);
  }

  /// Reads the words that are to take the place of others.
  ///
  /// @param before what is replaced; words that were not read there stay as they are
  /// @throws IllegalArgumentException if one is none; it lists those that there are
  public static AskedWords read(String what, Collection<String> words, KeyScope before) {
    return read(what, words, before.unread()::contains);
  }

  private static AskedWords read(String what, Collection<String> words, Predicate<String> left) {
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    Set<ResourceScope> resources = EnumSet.noneOf(ResourceScope.class);
    Set<String> passThroughs = new HashSet<>();
    Set<String> unread = new HashSet<>();
    for (String word : words) {
      if (left.test(word)) {
        unread.add(word);
      } else if (ConfigNames.isPassThrough(word)) {
        passThroughs.add(name(what, word));
      } else if (resource(word).isPresent()) {
        resources.add(resource(word).get());
      } else {
        operations.add(operation(what, word));
      }
    }
    return new AskedWords(operations, resources, passThroughs, unread);
  }

  private static Optional<ResourceScope> resource(String word) {
    return Stream.of(ResourceScope.values())
        .filter(value -> EnumWords.of(value).equals(word))
        .findFirst();
  }

  private static String name(String what, String word) {
    if (!isPassThrough(word)) {
      throw new IllegalArgumentException(
          what + " must be passthrough:NAME, or passthrough:* for all; it is " + word);
    }
    return word.substring(ConfigNames.PASS_THROUGH.length());
  }

  /// Reads an operation. A pass-through is asked for by its name alone.
  private static Operation operation(String what, String word) {
    return Operation.ofClients().stream()
        .filter(value -> EnumWords.of(value).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    what + " must be one of " + String.join(", ", all()) + "; it is " + word));
  }

  /// The words that there are, with `passthrough:NAME` for those of pass-throughs.
  public static List<String> all() {
    return Stream.of(
            Operation.ofClients().stream().map(EnumWords::of),
            Stream.of(ResourceScope.values()).map(EnumWords::of),
            Stream.of(ConfigNames.PASS_THROUGH + "NAME"))
        .flatMap(Function.identity())
        .toList();
  }

  /// Whether the word is one for a pass-through, or for all of them.
  public static boolean isPassThrough(String word) {
    return ConfigNames.isPassThrough(word)
        && NAME.matcher(word.substring(ConfigNames.PASS_THROUGH.length())).matches();
  }

  /// The words for what a scope lists, sorted.
  public static List<String> of(KeyScope scope) {
    return Stream.of(
            scope.operations().stream().map(EnumWords::of),
            scope.resources().stream().map(EnumWords::of),
            scope.passThroughs().stream().map(name -> ConfigNames.PASS_THROUGH + name),
            scope.unread().stream())
        .flatMap(Function.identity())
        .sorted()
        .toList();
  }
}
