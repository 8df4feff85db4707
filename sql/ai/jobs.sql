-- ai: scheduled jobs. Idempotent, because cron.schedule replaces a job of the same name.

select cron.schedule(
  'forget model calls of accounts', '37 3 * * *',
  $$delete from private.ai_account_usage where day < private.local_date(now(), 'UTC') - 30$$
);
