package dev.sluice.server.accounts;

import dev.sluice.accounts.people.Person;
import dev.sluice.server.admin.Asker;
import java.util.List;
import java.util.Optional;

/// What the configuration makes of people, by their groups. Safe for any thread.
@FunctionalInterface
public interface PeopleRights {
  /// Those of a server at which nobody logs in.
  PeopleRights NONE = (_, _) -> Optional.empty();

  /// What a person is here; empty for one who may not come in.
  ///
  /// @param groups those that the last login named, and those of the directory
  Optional<Asker> of(Person person, List<String> groups);
}
