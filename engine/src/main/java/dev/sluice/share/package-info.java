/// What a gateway and the others that use the same accounts have a part of each: quotas, and what
/// providers have asked for. The engine asks these interfaces where a gateway is one of several; it
/// has no implementation of them.
@NullMarked
package dev.sluice.share;

import org.jspecify.annotations.NullMarked;
