"""The outside world behind the ports: search engines, files, mail, documents."""
