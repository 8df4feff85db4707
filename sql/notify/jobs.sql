-- notify: scheduled jobs. Idempotent.

select private.add_job(
  'release notifications', '* * * * *', 'select private.release_notifications()', 'nobody is reminded of anything', true
);

select private.add_job(
  'forget old notifications', '47 3 * * *',
  $$delete from public.notifications where created_at < now() - interval '1 year'$$, 'notifications pile up'
);
