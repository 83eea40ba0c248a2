@NullMarked
package dev.sluice.accounts.tag;

import org.jspecify.annotations.NullMarked;
