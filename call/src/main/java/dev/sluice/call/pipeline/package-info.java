/// A call as a function ([dev.sluice.call.pipeline.Service]) and what can be put around it
/// ([dev.sluice.call.pipeline.Filter]). Services run on virtual threads only.
@NullMarked
package dev.sluice.call.pipeline;

import org.jspecify.annotations.NullMarked;
