"""Files from outside: what they really are, whether they are harmless, how they look; knows no case and no database."""
