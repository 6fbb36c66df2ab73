"""Fits the numbers of `Calibration` again, from recorded features of real searches."""
