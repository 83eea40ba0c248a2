/// The command line: each command is a small class that assembles what the other modules hold and says in
/// its exit code how it went (0 done, 1 a check failed, 2 usage, 3 cannot start).
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
