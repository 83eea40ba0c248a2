/// The assembly of a stream's events to the whole answer that the client asked for, when the
/// provider was asked to stream so that its first token and its silences can be seen.
///
/// ```
/// event --parsed--> chunk of a chat or a completion ---> merged into a tree, value by value
///              \\--> response.completed and its like ---> the response inside is the answer
/// ```
///
/// Tool calls are told apart by [dev.sluice.provider.assemble.ToolCallNumbers], by their numbers,
/// names and arguments, here and in streams that pass on.
///
/// Nothing is decoded: the parts of a text are joined as they are escaped, numbers stay as they are
/// written, and unknown fields are kept. The held bytes are bounded by
/// [dev.sluice.provider.assemble.Assembler#ANSWER_MAX]. Each event is worked in as it comes, so
/// that the loop is never held for long. Confined to one thread.
@NullMarked
package dev.sluice.provider.assemble;

import org.jspecify.annotations.NullMarked;
