package dev.sluice.accounts;

import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.ChangeRefused.Reason;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.Sql;
import java.util.Optional;

/// The conditions of a change of people and groups. Each method throws [ChangeRefused] where its
/// condition does not hold.
final class PeopleChecks {
  private static final int LONGEST = 256;
  private static final int LONGEST_EMAIL = 320;
  private static final int LONGEST_ATTRIBUTES = 16 << 10;

  private PeopleChecks() {}

  static void profile(Profile profile) {
    if (profile.userName().isBlank()) {
      throw new ChangeRefused(Reason.INVALID, "a person needs a user name");
    }
    text("a person's user name", profile.userName(), LONGEST);
    text("a person's external id", profile.externalId(), LONGEST);
    text("a person's e-mail", profile.email(), LONGEST_EMAIL);
    text("a person's display name", profile.displayName(), LONGEST);
    attributes(profile.attributes());
  }

  static void group(String name, String externalId, String attributes) {
    if (name.isBlank()) {
      throw new ChangeRefused(Reason.INVALID, "a group needs a name");
    }
    text("a group's name", name, LONGEST);
    text("a group's external id", externalId, LONGEST);
    attributes(attributes);
  }

  private static void attributes(String text) {
    if (text.length() > LONGEST_ATTRIBUTES) {
      throw new ChangeRefused(
          Reason.INVALID,
          "the other attributes must have at most %d characters; they have %d"
              .formatted(LONGEST_ATTRIBUTES, text.length()));
    }
  }

  private static void text(String what, String text, int most) {
    if (text.length() > most) {
      throw new ChangeRefused(
          Reason.INVALID,
          "%s must have at most %d characters; it has %d".formatted(what, most, text.length()));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new ChangeRefused(Reason.INVALID, what + " must have no control characters");
    }
  }

  /// A person has no more keys in a team than may be.
  ///
  /// @param most how many there may be, with the new one
  static void room(KeyRing ring, NewKey key, int most, long now) {
    if (key.owner().isNone()) {
      return;
    }
    long living =
        ring.keys().stream()
            .filter(one -> one.owner().person().equals(key.owner().person()))
            .filter(one -> one.principal().team().equals(key.team()))
            .filter(one -> !one.life().isRevoked() && !one.life().isExpired(now))
            .count();
    if (living >= most) {
      throw new ChangeRefused(
          Reason.EXISTS,
          "you have %d keys in the team %s, and may have %d: revoke one first"
              .formatted(living, key.team(), most));
    }
  }

  /// No other person of a directory has this user name, or this external id.
  ///
  /// @param id of the person itself; empty for a new one
  static void alone(Sql sql, Profile profile, String id) {
    other(PeopleTable.byUserName(sql, profile.userName()), id)
        .ifPresent(
            _ -> {
              throw new ChangeRefused(
                  Reason.EXISTS, "there is a person with the user name " + profile.userName());
            });
    other(
            PeopleTable.byExternalId(sql, profile.externalId()).stream()
                .filter(Person::provisioned)
                .findFirst(),
            id)
        .ifPresent(
            _ -> {
              throw new ChangeRefused(
                  Reason.EXISTS, "there is a person with the external id " + profile.externalId());
            });
  }

  private static Optional<Person> other(Optional<Person> found, String id) {
    return found.filter(person -> !person.id().equals(id));
  }
}
