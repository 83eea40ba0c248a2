/// What several parts of the engine run their work with: calls that no client has made
/// ([dev.sluice.internal.runtime.Launcher]), work that is too long for a loop
/// ([dev.sluice.internal.runtime.WorkerPool]), and the report of a bug.
@NullMarked
package dev.sluice.internal.runtime;

import org.jspecify.annotations.NullMarked;
