/// The command line: one small class a command, which reads its options and delegates.
///
/// Exit codes: 0 done, 1 a check failed, 2 wrong usage, 3 cannot start. What a program reads goes
/// to standard output, what a person reads to standard error; nobody ever sees a stack trace.
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
