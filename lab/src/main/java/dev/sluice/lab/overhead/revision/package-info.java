/// Another revision of the repository: a work tree or a folder of its own, and its build.
@NullMarked
package dev.sluice.lab.overhead.revision;

import org.jspecify.annotations.NullMarked;
