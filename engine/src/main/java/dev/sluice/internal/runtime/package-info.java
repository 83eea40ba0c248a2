/// What several parts of the engine run their work with: calls that no client has made
/// ([dev.sluice.call.pipeline.Launcher]), work that is too long for a loop
/// ([dev.sluice.call.runtime.WorkerPool]), and the report of a bug.
@NullMarked
package dev.sluice.internal.runtime;

import org.jspecify.annotations.NullMarked;
