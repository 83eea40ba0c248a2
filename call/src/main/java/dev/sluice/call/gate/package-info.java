/// The conditions that an attempt must pass: gates of a target, and the permits that they issue.
/// Everything here is called under admission's lock, unless a type says otherwise.
@NullMarked
package dev.sluice.call.gate;

import org.jspecify.annotations.NullMarked;
