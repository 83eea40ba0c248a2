package dev.sluice.server.people;

import dev.sluice.accounts.PeopleChanges;
import dev.sluice.accounts.people.PeopleSnapshot.Known;
import dev.sluice.accounts.people.Person;
import dev.sluice.server.accounts.PeopleRights;
import dev.sluice.server.admin.Asker;
import dev.sluice.server.admin.TeamMembership;
import dev.sluice.server.config.AdminToken.Role;
import dev.sluice.server.config.OidcConfig;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What groups make of a person. Immutable.
///
/// @param config the configuration that says so
public record GroupRights(OidcConfig config) implements PeopleRights {
  /// Of several roles the first of these counts.
  private static final List<Role> ORDER =
      List.of(Role.ADMIN, Role.OPERATOR, Role.AUDITOR, Role.VIEWER);

  /// Makes the asker of a session.
  Asker asker(Known known) {
    return asker(known.person(), known.groups());
  }

  private Asker asker(Person person, List<String> all) {
    List<String> groups = config.directoryGroups() ? all : person.claimed();
    return new Asker(
        PeopleChanges.subject(person),
        person.profile().shown(),
        Optional.of(person.id()),
        role(groups),
        teams(groups));
  }

  @Override
  public Optional<Asker> of(Person person, List<String> groups) {
    boolean known =
        person.subject().isNone() || person.subject().iss().equals(config.provider().issuer());
    return known && person.active() && (person.provisioned() || !config.provisioned())
        ? Optional.of(asker(person, groups))
        : Optional.empty();
  }

  /// Whether groups make anything of a person.
  boolean any(Collection<String> groups) {
    return role(groups).isPresent() || !teams(groups).isEmpty();
  }

  Optional<Role> role(Collection<String> groups) {
    return ORDER.stream().filter(role -> isIn(config.roles().get(role), groups)).findFirst();
  }

  Map<String, TeamMembership> teams(Collection<String> groups) {
    Map<String, TeamMembership> teams = new HashMap<>();
    config
        .teams()
        .forEach(
            (name, team) -> {
              boolean owner = isIn(team.owners(), groups);
              if (owner || isIn(team.members(), groups)) {
                teams.put(name, new TeamMembership(owner, team));
              }
            });
    return teams;
  }

  private static boolean isIn(@Nullable Set<String> wanted, Collection<String> groups) {
    return wanted != null && !Collections.disjoint(wanted, groups);
  }
}
