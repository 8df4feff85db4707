-- progress: scheduled jobs. Idempotent.

select private.add_job(
  'queue weekly reports', '0 * * * *', 'select private.queue_weekly_reports()', 'no weekly report is written', true
);
