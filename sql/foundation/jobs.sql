-- foundation: housekeeping. Idempotent, because cron.schedule replaces a job of the same name.

select cron.schedule(
  'forget webhook receipts', '*/10 * * * *',
  $$delete from private.webhook_receipts where received_at < now() - interval '30 minutes'$$
);

select cron.schedule(
  'forget cron run details', '17 3 * * *',
  $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$
);
