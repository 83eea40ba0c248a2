/// The server: listener, OpenAI's dialect towards clients, drain, admin listener, call log.
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
