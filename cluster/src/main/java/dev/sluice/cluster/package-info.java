/// A gateway as one node of several: a quota, the limits of keys and what is learned are shared
/// through Redis or Valkey. docs/design/nodes.md has the algorithm and its bound.
@NullMarked
package dev.sluice.cluster;

import org.jspecify.annotations.NullMarked;
