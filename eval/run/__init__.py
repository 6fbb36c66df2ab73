"""Running a test set: answers, grades, and the gate that they must pass."""
