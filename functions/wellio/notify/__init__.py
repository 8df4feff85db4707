"""Telling people something: e-mail, web push, Telegram, SMS."""
