/// What providers hold between calls: stored responses and conversations. Their names say which
/// account holds them ([dev.sluice.provider.stored.StateIds]), so that a later call finds its way
/// without a table.
@NullMarked
package dev.sluice.provider.stored;

import org.jspecify.annotations.NullMarked;
