"""Stand-ins on loopback for what sends to people: a mail server, a push service, Telegram, Twilio."""
