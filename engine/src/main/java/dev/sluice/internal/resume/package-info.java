/// Resumption: a streamed answer that has broken off after its beginning is given to a target of
/// the same model as the beginning of its own answer, and the client gets one answer with one end.
///
/// ```text
/// answer ──breaks off──> the beginning, as an assistant's message, to a target that goes on
///                           ├──goes on──> the client has the rest, and one end
///                           ├──breaks off──> the error of that
///                           └──refuses, fails, cannot be found──> the error of the first
/// ```
///
/// - [dev.sluice.internal.resume.Resume] is the filter, in front of what holds an answer back and
///   of the retry: only an answer that has begun for the client has to be resumed
/// - [dev.sluice.internal.resume.Continuers] knows the targets that go on with a given beginning
/// - [dev.sluice.internal.resume.DeliveredSink] keeps what was delivered,
///   [dev.sluice.internal.resume.ResumedSink] puts the rest behind it
/// - [dev.sluice.internal.resume.PrefillFormat] is how a request, an answer and its events are
///   written
///
/// Threads: the filter runs on the call's thread, sinks on its loop. Source of the idea: ADR 98.
@NullMarked
package dev.sluice.internal.resume;

import org.jspecify.annotations.NullMarked;
