/// Coding agents, as npm has them, against the gateway: their processes run without a terminal and
/// reach nothing but loopback, and a provider that plays a script is behind the gateway.
@NullMarked
package dev.sluice.it.agents;

import org.jspecify.annotations.NullMarked;
