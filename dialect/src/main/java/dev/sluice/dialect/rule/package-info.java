/// What all dialects share in translating: what a target takes, what was dropped on the way to it,
/// how turns are joined, and how a translation fails.
///
/// What providers hold of a conversation: requests refer to it in place of saying it.
///
/// Names and ids in the forms that dialects accept; the same one for the same thing, always.
///
/// Tokens in which a client carries what only its provider understands.
///
/// What is known of models: how much they hold and write, whether they think, what they refuse. The
/// data is `models.json` beside this package, each row with its source and date.
///
/// JSON Schemas: what dialects ask of them.
@NullMarked
package dev.sluice.dialect.rule;

import org.jspecify.annotations.NullMarked;
