package dev.sluice.server.accounts;

import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.payment.KeyBudgets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A key as a person has named it: by its id, its name, or `TEAM/NAME`. A key that is gone from the
/// configuration still has calls, by its id; an empty text stands for clients that show no key.
///
/// @param text what was said
/// @param id by which the ledger has it
/// @param of the key, where there is one now
record KeyName(String text, String id, Optional<Principal> of) {
  private static final int NAMED = 10;

  /// Finds the key with an id that is no other key's name.
  public static KeyName ofId(String id, KeyBudgets keys) {
    return new KeyName(id, id, all(keys).filter(key -> key.id().equals(id)).findFirst());
  }

  /// Finds the key that is meant: an id comes before a name.
  ///
  /// @throws ApiProblem if several keys have the name
  public static KeyName find(String text, KeyBudgets keys) throws ApiProblem {
    List<Principal> all = all(keys).toList();
    List<Principal> byId = all.stream().filter(key -> key.id().equals(text)).toList();
    List<Principal> found = byId.isEmpty() ? named(all, text) : byId;
    checkOne(found, text);
    String id = found.isEmpty() ? text : found.getFirst().id();
    return new KeyName(text, id, found.stream().findFirst());
  }

  /// Finds the key that is meant where something is changed. Of a key of the configuration the id
  /// is its name, so that it comes before no other key's name here: what may mean two keys means
  /// none.
  ///
  /// @throws ApiProblem if several keys have the name
  static Optional<Principal> meant(String text, KeyBudgets keys) throws ApiProblem {
    Optional<StoredKey> byId = keys.ring().get().key(text);
    if (byId.isPresent()) {
      return byId.map(StoredKey::principal);
    }
    List<Principal> found = named(all(keys).toList(), text);
    checkOne(found, text);
    return found.stream().findFirst();
  }

  /// Finds the key of the store that is meant.
  ///
  /// @throws ApiProblem if there is none, if it stands in the configuration, or if several keys
  ///   have the name
  static StoredKey stored(String text, KeyBudgets keys) throws ApiProblem {
    Principal of = meant(text, keys).orElseThrow(() -> missing(text));
    return keys.ring().get().key(of.id()).orElseThrow(() -> fixed(text));
  }

  private static ApiProblem missing(String text) {
    return ApiProblem.missing("there is no key %s: `sluice keys list` has them".formatted(text));
  }

  private static ApiProblem fixed(String text) {
    return ApiProblem.invalid(
        "the key %s stands in the configuration (server.keys): change it there, and reload"
            .formatted(text));
  }

  private static List<Principal> named(List<Principal> all, String text) {
    return all.stream().filter(key -> isNamed(key, text)).toList();
  }

  private static void checkOne(List<Principal> found, String text) throws ApiProblem {
    if (found.size() > 1) {
      throw ApiProblem.invalid(
          "key: %d keys are named %s: name one by its id, or as TEAM/NAME: %s"
              .formatted(found.size(), text, words(found)));
    }
  }

  /// The ids of the keys of a team.
  public static List<String> ofTeam(String team, KeyBudgets keys) {
    return all(keys).filter(key -> key.team().equals(team)).map(Principal::id).distinct().toList();
  }

  /// Whether the key was found by its name: then the text may also be the id of a key that is gone.
  public boolean isByName() {
    return !id.equals(text);
  }

  /// The problem of a text that several keys answer to.
  public ApiProblem ambiguous() {
    return ApiProblem.invalid(
        "key: %1$s is the name of %2$s, and the id of a key that is gone and has calls: say id=%3$s or id=%1$s"
            .formatted(text, words(of.stream().toList()), id));
  }

  private static Stream<Principal> all(KeyBudgets keys) {
    return Stream.concat(
        keys.fixed().stream().map(ClientKey::principal),
        keys.ring().get().keys().stream().map(StoredKey::principal));
  }

  private static boolean isNamed(Principal key, String text) {
    return key.name().equals(text) || (key.team() + "/" + key.name()).equals(text);
  }

  /// Names some keys for a message, each by its id with its team and name.
  static String words(List<Principal> keys) {
    return keys.stream()
        .limit(NAMED)
        .map(key -> "%s (%s/%s)".formatted(key.id(), key.team(), key.name()))
        .collect(Collectors.joining(", "));
  }

  /// The name of the key; empty where there is no such key now.
  public Optional<String> name() {
    return of.map(Principal::name);
  }

  /// The team of the key; empty where there is no such key now.
  public Optional<String> team() {
    return of.map(Principal::team);
  }

  /// Checks that the key is there, or has calls of which to tell.
  ///
  /// @throws ApiProblem if there is neither the key nor a call of it
  public void checkThere() throws ApiProblem {
    if (of.isEmpty() && !id.isEmpty()) {
      throw ApiProblem.missing(
          "there is no key %s, and no call of one that is gone: `keys list` has them"
              .formatted(id));
    }
  }

  /// The key as a part of a file's name.
  public String forFile() {
    String plain = plain(name().orElse(id));
    return plain.isEmpty() ? "without-key" : plain;
  }

  /// A text as a part of a file's name.
  public static String plain(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
