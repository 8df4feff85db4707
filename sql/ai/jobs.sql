-- ai: scheduled jobs. Idempotent.

select private.add_job(
  'forget model calls of accounts', '37 3 * * *',
  $$delete from private.ai_account_usage where day < private.local_date(now(), 'UTC') - 30$$,
  'counts of model calls pile up'
);
