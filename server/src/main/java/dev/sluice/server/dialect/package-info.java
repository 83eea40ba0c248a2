/// What clients ask for and are told, whatever their dialect: which endpoints there are, what a
/// failure means to a client, and the seam ([dev.sluice.server.dialect.ClientDialect]) behind which
/// each dialect has its own words.
@NullMarked
package dev.sluice.server.dialect;

import org.jspecify.annotations.NullMarked;
