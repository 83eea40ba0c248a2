package dev.sluice.server;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.accounts.PeopleRights;
import dev.sluice.server.admin.People;
import dev.sluice.server.config.OidcConfig;
import dev.sluice.server.people.GroupRights;
import dev.sluice.server.people.PeopleLogin;
import java.util.Optional;

/// Makes the people of configurations. Where nobody logs in nothing is loaded for it.
final class PeopleSource {
  private PeopleSource() {}

  /// What a configuration makes of people.
  ///
  /// @param config empty where nobody logs in
  static PeopleRights rights(Optional<OidcConfig> config) {
    return config.isEmpty() ? PeopleRights.NONE : new GroupRights(config.get());
  }

  /// The people of a configuration: those that are in use where it says the same.
  ///
  /// @param config empty where nobody logs in
  static People of(Optional<OidcConfig> config, ServerBase base, People current) {
    return config.isEmpty()
        ? People.NONE
        : PeopleLogin.of(config, base.accounts(), current, Clock.SYSTEM, base.tokens());
  }
}
