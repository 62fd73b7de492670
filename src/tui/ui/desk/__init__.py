"""What the main screen can do, one concern a module; the screen itself only passes messages on."""
