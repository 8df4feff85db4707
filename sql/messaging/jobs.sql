-- messaging: sends automated messages. Idempotent, because it is applied again whenever it changes.

select private.add_job('send_automated_messages', '*/10 * * * *', 'select private.send_automated_messages()', 'Automated messages do not go out.');
