/// Who pays for a client's calls, and by which prices.
@NullMarked
package dev.sluice.server.payment;

import org.jspecify.annotations.NullMarked;
