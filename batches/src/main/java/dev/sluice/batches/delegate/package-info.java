/// Delegated batches: lines that a provider runs by its own batch API. [DelegateMachine] decides
/// what is done next, [RemoteBatches] does it. Knows nothing of the gateway's own batches but their
/// names.
@NullMarked
package dev.sluice.batches.delegate;

import org.jspecify.annotations.NullMarked;
