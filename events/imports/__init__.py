"""A list of people on its way into an event: what becomes of its rows, in words, and the forms that ask about them."""
