-- progress: scheduled jobs. Idempotent, because cron.schedule replaces a job of the same name.

select cron.schedule('queue weekly reports', '0 * * * *', 'select private.queue_weekly_reports()');
