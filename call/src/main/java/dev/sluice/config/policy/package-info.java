/// How the calls of a route are treated: one immutable record for each feature. A feature whose
/// record is absent is off and costs nothing.
@NullMarked
package dev.sluice.config.policy;

import org.jspecify.annotations.NullMarked;
