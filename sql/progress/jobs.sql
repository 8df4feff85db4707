-- progress: scheduled jobs. Idempotent.

select private.add_job(
  'queue weekly reports', '0 * * * *', 'select private.queue_weekly_reports()', 'no weekly report is written', true
);

select private.add_job(
  'tell coaches what waits for review', '*/5 * * * *', 'select private.notify_reviews()', 'coaches are not told what waits for review'
);

select private.add_job(
  'ask after three days of silence', '5 * * * *', 'select private.notify_silence()', 'nobody is asked after days without a log'
);
