/// What clients ask for and are told, whatever their dialect and whatever carries it: which
/// endpoints there are, what a failure means to a client, and the seam
/// ([dev.sluice.api.ClientDialect]) behind which each dialect has its own words. `head` reads
/// requests, `answer` writes answers.
@NullMarked
package dev.sluice.api;

import org.jspecify.annotations.NullMarked;
