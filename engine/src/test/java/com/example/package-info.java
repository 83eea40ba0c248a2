/// What an application brings: classes outside of Sluice's packages.
@NullMarked
package com.example;

import org.jspecify.annotations.NullMarked;
