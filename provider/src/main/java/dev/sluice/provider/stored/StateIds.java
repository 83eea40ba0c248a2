package dev.sluice.provider.stored;

import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names of what one account of a provider holds (responses, conversations): it gives them a
/// mark that says where they are and, where clients have keys, whose they are, and reads the mark
/// when they come back. [StateName] has its form.
///
/// The mark stands behind the provider's own name, and consists of letters that a path takes as
/// they are. It is made with the account's credential ([StateKey]); those that the credential has
/// replaced still read the names that they have made, since the provider holds what it holds
/// whichever key of the account asks for it.
///
/// Immutable and safe for any number of threads.
public final class StateIds {
  private final StateKey key;

  /// The keys by their origins: the account's own key, and those before it.
  private final Map<String, StateKey> keys = new LinkedHashMap<>();

  /// The names of what is held at the account of `provider` that `credential` belongs to.
  public StateIds(ProviderConfig provider, Optional<Secret> credential) {
    key = new StateKey(provider, credential.map(Secret::reveal).orElse(""));
    keys.put(key.origin(), key);
    credential
        .map(current -> provider.formerKeys(current))
        .ifPresent(
            former ->
                former.stream()
                    .map(before -> new StateKey(provider, before.reveal()))
                    .forEach(before -> keys.putIfAbsent(before.origin(), before)));
  }

  /// The part of a mark that says which account it is of; empty where `id` has no mark.
  public static String origin(String id) {
    return StateName.of(id).origin();
  }

  /// The provider's own name in a name that has a mark, whichever account that is of; else the
  /// whole name.
  public static String plain(String id) {
    return StateName.of(id).plain();
  }

  /// The part of a new mark that says that it is of this account.
  public String origin() {
    return key.origin();
  }

  /// The origins in all marks that are read here: the account's own, and those of the credentials
  /// that it has replaced.
  public Set<String> origins() {
    return Set.copyOf(keys.keySet());
  }

  /// Whether a mark can prove an owner: the account has a credential, which clients neither know
  /// nor find by trying.
  public boolean isSecret() {
    return key.isSecret();
  }

  /// The mark that is to be put behind a name that the provider has given.
  public String mark(String id) {
    return key.mark(id);
  }

  /// The mark that is to be put behind a name that the provider has given, where the name is an
  /// owner's alone.
  ///
  /// @param model the model that the owner has asked for; empty where that is not known
  public String mark(String id, String owner, String model) {
    return key.mark(id, owner, model);
  }

  /// Whether a name that has a mark without an owner is a name that the account's provider has
  /// given.
  public boolean isOurs(String id) {
    StateName name = StateName.of(id);
    StateKey by = keys.get(name.origin());
    return by != null && !name.owned() && isMade(id, name, by.mark(name.plain()));
  }

  /// Whether a name is one that was given to `owner`.
  public boolean isOf(String owner, String id) {
    StateName name = StateName.of(id);
    StateKey by = keys.get(name.origin());
    return by != null
        && by.isSecret()
        && name.owned()
        && isMade(id, name, by.mark(name.plain(), owner, name.model()));
  }

  private static boolean isMade(String id, StateName name, String mark) {
    return StateKey.isSame(id.substring(name.plain().length()), mark);
  }
}
