/// The gateways that share a PostgreSQL database as nodes of a cluster: which there are, and what
/// all of them are ordered to do, one after another.
@NullMarked
package dev.sluice.accounts.nodes;

import org.jspecify.annotations.NullMarked;
