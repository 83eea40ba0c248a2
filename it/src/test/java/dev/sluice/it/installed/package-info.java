/// What tests install: clients and agents of other languages, pinned, once for each list of
/// versions, and programs of Debian, unpacked once; and programs of Java that they compile.
@NullMarked
package dev.sluice.it.installed;

import org.jspecify.annotations.NullMarked;
