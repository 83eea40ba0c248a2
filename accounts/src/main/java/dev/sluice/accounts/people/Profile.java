package dev.sluice.accounts.people;

/// What is said of a person, by a provider at a login or by a directory. Nothing in it proves who
/// somebody is.
///
/// @param userName what the person is called at the provider; unique, whatever the case of the
///   letters A to Z, among those of a directory
/// @param externalId what the directory calls the person; empty where that is not known
/// @param email empty where it is not known
/// @param displayName for people; empty where it is not known
/// @param attributes what else a directory has written, as JSON; empty for nothing
public record Profile(
    String userName, String externalId, String email, String displayName, String attributes) {
  /// Makes a profile of what a login says.
  public Profile(String userName, String email, String displayName) {
    this(userName, "", email, displayName, "");
  }

  /// The user name as it is compared.
  public String userKey() {
    return key(userName);
  }

  /// A name as it is compared: the letters A to Z are made small, and no others, so that no two
  /// scripts have one name in common.
  public static String key(String name) {
    StringBuilder key = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (letter >= 'A' && letter <= 'Z') {
        key.setCharAt(i, (char) (letter - 'A' + 'a'));
      }
    }
    return key.toString();
  }

  /// What the person is called on pages.
  public String shown() {
    return displayName.isEmpty() ? userName : displayName;
  }
}
