package dev.sluice.server.admin;

import dev.sluice.server.config.OidcConfig.TeamRights;

/// What a person is in a team, and what that is good for.
///
/// @param owner whether the person changes the keys of others there, too
/// @param rights what keys of the team's people may do
public record TeamMembership(boolean owner, TeamRights rights) {}
