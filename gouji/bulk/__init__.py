"""Many reports in one run: each in a worker process with limits, results in the order of the input."""
