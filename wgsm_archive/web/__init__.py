"""The door for browsers: a URL or a form becomes one service call, and its view model a page."""
