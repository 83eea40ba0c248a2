package dev.sluice.accounts.key;

/// The owner of a key: a person, or nobody.
///
/// @param person the id of the person; empty for nobody
/// @param active whether the person may come in; where not, the key is refused
public record KeyOwner(String person, boolean active) {
  /// The owner of a key that is no person's.
  public static final KeyOwner NONE = new KeyOwner("", true);

  /// A person who may come in.
  public static KeyOwner of(String person) {
    return new KeyOwner(person, true);
  }

  public boolean isNone() {
    return person.isEmpty();
  }
}
