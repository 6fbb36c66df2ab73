"""What is made for a release: the bill of materials and the table of licences."""
