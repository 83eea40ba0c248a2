/// What providers hold between calls: stored responses and conversations. The names of these say
/// which account holds them ([dev.sluice.provider.stored.StateIds]), so that a later call finds its
/// way without a table. [dev.sluice.provider.stored.StateMarks] puts the marks into answers,
/// confined to the loop; the other types are immutable.
@NullMarked
package dev.sluice.provider.stored;

import org.jspecify.annotations.NullMarked;
