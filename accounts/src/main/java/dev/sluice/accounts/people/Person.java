package dev.sluice.accounts.people;

import java.util.List;

/// A person. Instants are in milliseconds since 1970.
///
/// @param id of ours; fixed
/// @param subject who it is at an identity provider; [Subject#NONE] before the first login
/// @param enabled whether the directory, or the login, that has written the person lets it come in
/// @param deactivated whether an administrator refuses it, whatever a directory says
/// @param provisioned whether a directory has written it
/// @param claimed the groups that the last login named
/// @param changed when it was last changed
/// @param version raised by each change; for `If-Match`
public record Person(
    String id,
    Subject subject,
    Profile profile,
    boolean enabled,
    boolean deactivated,
    boolean provisioned,
    List<String> claimed,
    long created,
    long changed,
    long version) {
  public Person {
    claimed = List.copyOf(claimed);
  }

  /// Whether the person may come in; where not, sessions and keys are refused.
  public boolean active() {
    return enabled && !deactivated;
  }

  /// The name of a person at an identity provider (OpenID Connect Core 2: `iss` and `sub`
  /// together).
  public record Subject(String iss, String sub) {
    /// Nobody: the person has not logged in yet.
    public static final Subject NONE = new Subject("", "");

    public boolean isNone() {
      return sub.isEmpty();
    }
  }
}
