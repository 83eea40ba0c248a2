/// The rules that all dialects share in translating: what a target takes
/// ([dev.sluice.dialect.rule.TargetRules]) and what is known of models
/// ([dev.sluice.dialect.rule.ModelTable], whose data is `models.json` beside this package, each row
/// with its source and date); how turns are joined and answers collected; names and ids in the
/// forms that dialects accept, always the same for the same thing; the tokens in which a client
/// carries what only its provider understands ([dev.sluice.dialect.rule.Seals]); JSON Schemas; and
/// how a translation loses something ([dev.sluice.dialect.rule.Losses]) or fails.
///
/// Tables, names and seals are immutable; lists and collectors belong to one thread.
@NullMarked
package dev.sluice.dialect.rule;

import org.jspecify.annotations.NullMarked;
