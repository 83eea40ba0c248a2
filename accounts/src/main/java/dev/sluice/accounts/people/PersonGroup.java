package dev.sluice.accounts.people;

import java.util.List;

/// A group of people, as a directory writes it. Instants are in milliseconds since 1970.
///
/// @param id of ours; fixed
/// @param name for people, and for the roles of a configuration
/// @param externalId what the directory calls it; empty where that is not known
/// @param attributes what else a directory has written, as JSON; empty for nothing
/// @param members the ids of its people, in order
/// @param version raised by each change; for `If-Match`
public record PersonGroup(
    String id,
    String name,
    String externalId,
    String attributes,
    List<String> members,
    long created,
    long changed,
    long version) {
  public PersonGroup {
    members = List.copyOf(members);
  }

  PersonGroup with(List<String> people) {
    return new PersonGroup(id, name, externalId, attributes, people, created, changed, version);
  }
}
