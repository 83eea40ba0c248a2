package dev.sluice.accounts.people;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The living sessions, with their people and the groups of these, as of one revision; and the
/// people who own keys. Immutable: a change makes another one.
public final class PeopleSnapshot {
  /// The snapshot without a session, older than any other.
  public static final PeopleSnapshot EMPTY = new PeopleSnapshot(0, List.of(), List.of(), Map.of());

  private final long revision;
  private final Map<String, PersonSession> sessions;
  private final Map<String, Person> people;
  private final Map<String, List<String>> groups;

  /// @param groups the names of groups by the id of a person
  PeopleSnapshot(
      long revision,
      Collection<PersonSession> sessions,
      Collection<Person> people,
      Map<String, List<String>> groups) {
    this.revision = revision;
    this.sessions = by(sessions, PersonSession::digest);
    this.people = by(people, Person::id);
    this.groups = Map.copyOf(groups);
  }

  private static <T> Map<String, T> by(Collection<T> values, Function<T, String> name) {
    return values.stream().collect(Collectors.toUnmodifiableMap(name, value -> value));
  }

  public long revision() {
    return revision;
  }

  /// Whose session it is: the person, and the groups that hold for it.
  ///
  /// @param groups those that the last login named, and those of the directory
  public record Known(PersonSession session, Person person, List<String> groups) {
    public Known {
      groups = List.copyOf(groups);
    }
  }

  /// Finds the session with a digest, unless it is over or its person is not active.
  ///
  /// @param now in milliseconds since 1970
  public Optional<Known> session(String digest, long now) {
    PersonSession session = sessions.get(digest);
    if (session == null || session.ends() <= now) {
      return Optional.empty();
    }
    return person(session.person())
        .filter(Person::active)
        .map(person -> new Known(session, person, groups(person)));
  }

  /// The person with an id, if it has a session or owns a key.
  public Optional<Person> person(String id) {
    return Optional.ofNullable(people.get(id));
  }

  private List<String> groups(Person person) {
    List<String> own = groups.getOrDefault(person.id(), List.of());
    if (own.isEmpty()) {
      return person.claimed();
    }
    return Stream.concat(person.claimed().stream(), own.stream()).distinct().toList();
  }
}
