/// The admin listener's JSON: the report, what plots show, the last calls, targets and queues. Made
/// up on the pool. docs/admin.md has the shapes.
@NullMarked
package dev.sluice.server.api;

import org.jspecify.annotations.NullMarked;
