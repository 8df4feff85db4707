-- foundation: housekeeping. Idempotent.

select private.add_job(
  'forget webhook receipts', '*/10 * * * *',
  $$delete from private.webhook_receipts where received_at < now() - interval '30 minutes'$$, 'receipts of webhooks pile up'
);

select private.add_job(
  'forget cron run details', '17 3 * * *',
  $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$, 'runs of jobs pile up'
);
