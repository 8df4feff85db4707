"""Money: payment providers, their webhooks, files of invoices."""
