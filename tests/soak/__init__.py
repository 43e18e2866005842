"""Long tests: many mutated pages, and input made to cost as much as it can. Run by `make soak`."""
