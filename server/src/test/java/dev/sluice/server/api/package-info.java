/// What a gateway holds and has counted, as JSON.
@NullMarked
package dev.sluice.server.api;

import org.jspecify.annotations.NullMarked;
