/// Reads what a route's calls are treated with into records of `dev.sluice.config.policy`.
@NullMarked
package dev.sluice.server.config.reader.policy;

import org.jspecify.annotations.NullMarked;
