"""Read by Python before a program of these tests: a tenth of the start of a client is the search for garbage among what
it imports, of which there is none."""

import gc

gc.set_threshold(100_000)
