"""Which files a check looks at: the walk over the paths, and the choice of the files that can matter."""
