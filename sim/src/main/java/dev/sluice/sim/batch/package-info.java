/// The batch and file APIs of providers: OpenAI's and Azure's, Anthropic's, Gemini's.
///
/// ```text
/// BatchApi                            a request -> its step, the faults of the step
///   *Batches, *Files, GeminiUploads   the paths and words of one provider
///   Batches                           all batches: number, time and fault of each
///     Batch                           its lines, its answers, its end
///     ResultForm                      the words of a result
///   KeptFiles                         contents, the last of them
/// ```
///
/// The lines of a batch are answered on a thread of its own as soon as it is made; how far it *is*
/// depends on the clock alone once they are. A batch is looked at and ended by requests, and by
/// whoever asks what was billed.
@NullMarked
package dev.sluice.sim.batch;

import org.jspecify.annotations.NullMarked;
