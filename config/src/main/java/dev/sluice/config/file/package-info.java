/// What the configuration file says of an engine. An application reads it by
/// [dev.sluice.config.file.GatewayFile]; the server by [dev.sluice.config.file.GatewaySections],
/// beside its own sections. Each reader is a plain function from a [dev.sluice.config.yaml.Section]
/// to a record.
///
/// They read providers, routes and models, and the treatment of a route's calls, as records of
/// `dev.sluice.config` and its packages. [dev.sluice.config.file.Environment] makes the same of the
/// environment alone.
@NullMarked
package dev.sluice.config.file;

import org.jspecify.annotations.NullMarked;
