/// Readers of the configuration file: each is a plain function from a
/// [dev.sluice.server.config.yaml.Section] to a record.
///
/// They read the server and its admin listener, with keys, tokens and the store; providers, routes
/// and models; the treatment of a route's calls, as records of `dev.sluice.config.policy`; prices
/// and budgets; and logs, reports, webhooks and traces.
@NullMarked
package dev.sluice.server.config.reader;

import org.jspecify.annotations.NullMarked;
