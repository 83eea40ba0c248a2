@NullMarked
package dev.sluice.server.client;

import org.jspecify.annotations.NullMarked;
