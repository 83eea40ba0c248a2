/// Messages to owners of budgets.
@NullMarked
package dev.sluice.server.webhook;

import org.jspecify.annotations.NullMarked;
