/// The vocabulary of calls: a call, its outcome, its payer and its usage. Everything else in the
/// engine speaks in these words; the package imports nothing of the project but its own
/// subpackages.
///
/// A call is a function, `Outcome send(Call, Sink)`, which returns when the answer has *ended*. It
/// runs on one virtual thread; the answer's bytes are moved by the event loop that owns the call's
/// sockets (a [dev.sluice.call.runtime.Loop]). Each type's contract names its threads: a
/// [dev.sluice.call.answer.Sink] is called on the loop only, a [dev.sluice.call.pipeline.Service]
/// on virtual threads only.
@NullMarked
package dev.sluice.call;

import org.jspecify.annotations.NullMarked;
