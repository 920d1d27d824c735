"""What a programme is: its typed definition, the facts it asks for, and how a file is checked."""
