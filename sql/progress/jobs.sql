-- progress: scheduled jobs. Idempotent, because cron.schedule replaces a job of the same name.

select cron.schedule('wake functions for waiting work', '* * * * *', 'select private.nudge_waiting()');

select cron.schedule('queue weekly reports', '0 * * * *', 'select private.queue_weekly_reports()');

select cron.schedule(
  'forget settled messages', '27 3 * * *',
  $$
    delete from pgmq.a_log_processing where archived_at < now() - interval '30 days';
    delete from pgmq.a_weekly_reports where archived_at < now() - interval '30 days'
  $$
);
