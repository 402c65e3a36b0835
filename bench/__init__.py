"""Speed, memory and exactness of our table reader and of others, on the same papers in one run."""
