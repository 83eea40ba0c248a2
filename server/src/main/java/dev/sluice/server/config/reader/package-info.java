/// Readers of what the configuration file says of the server: each is a plain function from a
/// [dev.sluice.config.yaml.Section] to a record.
///
/// They read the server and its admin listener, with keys, tokens and the store; prices and
/// budgets; and logs, reports, webhooks and traces. What it says of the engine is read by
/// [dev.sluice.config.file.GatewaySections].
@NullMarked
package dev.sluice.server.config.reader;

import org.jspecify.annotations.NullMarked;
