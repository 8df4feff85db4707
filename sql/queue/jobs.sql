-- queue: scheduled jobs. Idempotent.

select private.add_job(
  'wake functions for waiting work', '* * * * *', 'select private.sweep_queues()',
  'work whose nudge was lost stays undone', true
);

select private.add_job(
  'forget settled messages', '27 3 * * *', 'select private.purge_archives()', 'settled messages pile up'
);
