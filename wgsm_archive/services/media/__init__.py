"""Photos, recordings and documents: taking them in, saying what they show, giving them out, letting them go."""
