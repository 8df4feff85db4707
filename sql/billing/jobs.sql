-- billing: what time brings. Idempotent, because it is applied again whenever it changes.

select private.add_job('remind_of_invoices', '7 * * * *', 'select private.remind_of_invoices()', 'Nobody is reminded of overdue invoices.');
select private.add_job('renew_subscriptions', '*/15 * * * *', 'select private.renew_subscriptions()', 'Subscriptions that are invoiced are not renewed.');
select private.add_job('check_open_payments', '*/10 * * * *', 'select private.check_open_payments()', 'A payment whose event was lost stays pending.');
select private.add_job('expire_credits', '27 * * * *', 'select private.expire_credits()', 'Expired credits are not written off.');
select private.add_job('limit_ai_calls', '37 * * * *', 'select private.limit_ai_calls()', 'The calls of a model that a tier allows are not limited.');
select private.add_job(
  'forget payment events', '47 3 * * *',
  $$delete from private.payment_events where received_at < now() - interval '90 days'$$, 'events of providers pile up'
);
