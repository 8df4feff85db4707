-- queue: what runs by the clock. Idempotent: cron.schedule replaces a job of the same name.

select cron.schedule('wake functions for waiting work', '* * * * *', 'select private.sweep_queues()');

select cron.schedule('forget settled messages', '27 3 * * *', 'select private.forget_settled_messages()');
