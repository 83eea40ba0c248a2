/// Who pays for a client's calls.
@NullMarked
package dev.sluice.server.payment;

import org.jspecify.annotations.NullMarked;
