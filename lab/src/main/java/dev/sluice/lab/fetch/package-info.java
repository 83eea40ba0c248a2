/// Tools that are fetched when a command of the laboratory needs them, and that no build and no
/// archive of ours contains. Blocks the calling thread.
@NullMarked
package dev.sluice.lab.fetch;

import org.jspecify.annotations.NullMarked;
