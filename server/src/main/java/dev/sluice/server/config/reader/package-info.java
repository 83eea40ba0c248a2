/// Reads sections of the configuration file into records; a reader is a plain function of a
/// [dev.sluice.server.config.yaml.Section].
///
/// Reads prices and budgets.
///
/// Reads what a route's calls are treated with into records of `dev.sluice.config.policy`.
///
/// Reads who may call and who may operate: `server.keys`, `store`, and the tokens of `admin`.
///
/// Readers of what tells others how calls go.
@NullMarked
package dev.sluice.server.config.reader;

import org.jspecify.annotations.NullMarked;
