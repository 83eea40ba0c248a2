/// The command line: one small class a command, which reads its options and delegates.
///
/// ```text
/// Main, Commands   which command is asked for
///   config         the gateway's configuration, and where each part of it comes from
///   explain        what a configuration means for a model
///   demo           the demonstration
///   admin          which gateway a command asks
///   accounts       keys, teams, budgets, calls and the store of a running gateway
///   batch          files and batches, at any OpenAI API
///   report         what a running gateway's calls cost
///   prices         what models cost
///   scenario       scenario files of the simulated provider
///   console        streams, environment, signals and exit codes
/// ```
///
/// Exit codes: 0 done, 1 a check failed, 2 wrong usage, 3 cannot start, 4 a batch has failed.
/// Output for programs goes to standard output, output for people to standard error; no command
/// ever shows a stack trace.
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
