-- privacy: what runs by the clock. Idempotent: cron.schedule replaces a job of the same name.

select cron.schedule('wake the function for waiting erasures', '* * * * *', 'select private.nudge_erasures()');
