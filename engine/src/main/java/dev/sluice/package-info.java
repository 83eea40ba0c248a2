/// Sluice, the engine: [dev.sluice.Gateway] is its entry point, `Pipelines` the order of everything
/// that a call passes.
@NullMarked
package dev.sluice;

import org.jspecify.annotations.NullMarked;
