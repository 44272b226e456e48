"""A multilingual archive where grassroots movements tell how they fought for land, housing and livelihoods."""

__version__ = "0.1.0"
