package dev.sluice.accounts;

import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.ChangeRefused.Reason;
import dev.sluice.accounts.key.KeyOwner;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.Profile;
import dev.sluice.accounts.store.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The conditions of a change of people and groups. Each method throws [ChangeRefused] where its
/// condition does not hold.
final class PeopleChecks {
  private static final int LONGEST = 256;
  private static final int LONGEST_EMAIL = 320;
  private static final int LONGEST_ATTRIBUTES = 16 << 10;
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);
  private static final Duration DAY = Duration.ofDays(1);

  /// How many secrets of a person's key are good at the same time.
  private static final int MOST_SECRETS = 4;

  /// How many keys a person may make in a team within a day, whatever becomes of them.
  private static final int MOST_A_DAY = 20;

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

  /// The owner of a key that gets a secret is there, and may come in.
  static void owner(Sql sql, KeyOwner owner) {
    if (owner.isNone()) {
      return;
    }
    PeopleTable.lock(sql);
    if (PeopleTable.person(sql, owner.person()).filter(Person::active).isEmpty()) {
      throw new ChangeRefused(
          Reason.INVALID,
          "the owner of the key may not come in, or is not there any more: keys get secrets while"
              + " their owner is active");
    }
  }

  /// A key of a person has no more secrets than calls may be compared with, for no longer than a
  /// change of secrets takes.
  static void secrets(StoredKey key, Duration overlap, long now) {
    if (key.owner().isNone()) {
      return;
    }
    if (overlap.compareTo(LONGEST_OVERLAP) > 0) {
      throw new ChangeRefused(
          Reason.INVALID,
          "the old secrets of a person's key may go on for %d days at most: say a shorter overlap"
              .formatted(LONGEST_OVERLAP.toDays()));
    }
    long living = key.secrets().stream().filter(secret -> !secret.isOver(now)).count();
    if (living >= MOST_SECRETS) {
      throw new ChangeRefused(
          Reason.EXISTS,
          "the key %s has %d secrets that are good, and may have %d: wait until one ends, or make"
                  .formatted(key.id(), living, MOST_SECRETS)
              + " another key");
    }
  }

  /// A person has no more keys in a team than may be, and has not made many more of late.
  ///
  /// @param most how many there may be, with the new one
  static void room(KeyRing ring, NewKey key, int most, long now) {
    if (key.owner().isNone()) {
      return;
    }
    List<StoredKey> own =
        ring.keys().stream()
            .filter(one -> one.owner().person().equals(key.owner().person()))
            .filter(one -> one.principal().team().equals(key.team()))
            .toList();
    long living =
        own.stream().filter(one -> !one.life().isRevoked() && !one.life().isExpired(now)).count();
    if (living >= most) {
      throw new ChangeRefused(
          Reason.EXISTS,
          "you have %d keys in the team %s, and may have %d: revoke one first"
              .formatted(living, key.team(), most));
    }
    long late = own.stream().filter(one -> one.life().created() > now - DAY.toMillis()).count();
    if (late >= Math.max(most, MOST_A_DAY)) {
      throw new ChangeRefused(
          Reason.EXISTS,
          "you have made %d keys in the team %s within a day, revoked ones included: wait, or"
                  .formatted(late, key.team())
              + " rotate one that you have");
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
