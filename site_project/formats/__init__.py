"""How the site writes dates and times, by language, where Django would write them otherwise."""
