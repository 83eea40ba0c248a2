@NullMarked
package dev.sluice.server.people;

import org.jspecify.annotations.NullMarked;
