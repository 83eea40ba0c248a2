/// What an application has.
@NullMarked
package com.example;

import org.jspecify.annotations.NullMarked;
