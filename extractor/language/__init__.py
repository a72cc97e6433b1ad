"""Running text → figures and statements: words → measures → things → sums and sentences, put together in read.py."""
