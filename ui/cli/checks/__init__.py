"""What `citera doctor` examines: a check tells what it finds, or raises the cause and the cure."""
