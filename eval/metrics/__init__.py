"""The metrics of the evaluation, each by its usual name, as functions of what a run left."""
