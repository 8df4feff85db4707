-- billing: currencies, tiers, allowed moves, reminders, the queue, the bucket, and what people are told. Idempotent, because it is applied again whenever it changes.

insert into public.currencies (code, digits) values
  ('AED', 2), ('AMD', 2), ('ARS', 2), ('AUD', 2), ('AZN', 2), ('BDT', 2), ('BGN', 2), ('BHD', 3), ('BRL', 2), ('BYN', 2), ('CAD', 2), ('CHF', 2),
  ('CLP', 0), ('CNY', 2), ('COP', 2), ('CZK', 2), ('DKK', 2), ('EGP', 2), ('EUR', 2), ('GBP', 2), ('GEL', 2), ('HKD', 2), ('HUF', 2), ('IDR', 2),
  ('ILS', 2), ('INR', 2), ('JPY', 0), ('KGS', 2), ('KRW', 0), ('KWD', 3), ('KZT', 2), ('MAD', 2), ('MDL', 2), ('MXN', 2), ('MYR', 2), ('NOK', 2),
  ('NZD', 2), ('OMR', 3), ('PHP', 2), ('PLN', 2), ('RON', 2), ('RSD', 2), ('RUB', 2), ('SAR', 2), ('SEK', 2), ('SGD', 2), ('THB', 2), ('TJS', 2),
  ('TND', 3), ('TRY', 2), ('TWD', 2), ('UAH', 2), ('USD', 2), ('UZS', 2), ('VND', 0), ('ZAR', 2), ('XTR', 0)
on conflict (code) do update set digits = excluded.digits;

insert into public.tiers (tier, amount, currency, billing_interval, clients, ai_calls_a_day, team_seats, automations) values
  ('free', 0, 'EUR', 'month', 5, 20, 1, 2),
  ('pro', 2900, 'EUR', 'month', 50, 500, 3, 20),
  ('business', 7900, 'EUR', 'month', null, null, null, null)
on conflict (tier) do nothing;

-- How long after signing up a coach has the tier business for nothing.
insert into private.settings (name, value) values ('tier_trial_days', 30) on conflict (name) do nothing;

insert into private.billing_moves (machine, "from", "to") values
  ('payments', 'pending', 'completed'), ('payments', 'pending', 'failed'),
  ('payments', 'failed', 'completed'), -- a card that was declined and then accepted
  ('payments', 'completed', 'partially_refunded'), ('payments', 'completed', 'refunded'), ('payments', 'partially_refunded', 'refunded'),
  ('payments', 'partially_refunded', 'completed'), ('payments', 'refunded', 'partially_refunded'), ('payments', 'refunded', 'completed'), -- a refund that the bank sends back
  ('refunds', 'pending', 'completed'), ('refunds', 'pending', 'failed'), ('refunds', 'completed', 'failed'),
  ('invoices', 'draft', 'open'), ('invoices', 'open', 'paid'), ('invoices', 'open', 'void'), ('invoices', 'open', 'uncollectible'),
  ('invoices', 'uncollectible', 'paid'),
  ('client_subscriptions', 'trialing', 'active'), ('client_subscriptions', 'trialing', 'past_due'), ('client_subscriptions', 'trialing', 'paused'),
  ('client_subscriptions', 'trialing', 'cancelled'), ('client_subscriptions', 'active', 'past_due'), ('client_subscriptions', 'active', 'paused'),
  ('client_subscriptions', 'active', 'cancelled'), ('client_subscriptions', 'past_due', 'active'), ('client_subscriptions', 'past_due', 'paused'),
  ('client_subscriptions', 'past_due', 'cancelled'), ('client_subscriptions', 'paused', 'active'), ('client_subscriptions', 'paused', 'past_due'),
  ('client_subscriptions', 'paused', 'cancelled')
on conflict do nothing;

select private.add_queue('payment_tasks', p_wakes => 'payment_tasks', p_attempts => 20, p_patience => '1 hour', p_on_failed => 'note_failed_payment_tasks');

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('invoices', 'invoices', false, 5242880, array['application/pdf'])
on conflict (id) do update
  set public = excluded.public, file_size_limit = excluded.file_size_limit, allowed_mime_types = excluded.allowed_mime_types;


select private.add_notification_kind('payment_completed', '{"en": "A payment of mine has arrived", "ru": "Мой платёж получен"}',
  'client', '{in_app, email}', '/billing', '{"name": "10 sessions", "amount": "150.00 EUR"}');
select private.add_notification_words('payment_completed', 'en', 'Paid: {{name}}', 'We have received {{amount}}.');
select private.add_notification_words('payment_completed', 'ru', 'Оплачено: {{name}}', 'Мы получили {{amount}}.');

select private.add_notification_kind('package_sold', '{"en": "Somebody has paid", "ru": "Поступила оплата"}',
  'coach', '{in_app, email}', '/billing/payments', '{"name": "Anna", "package": "10 sessions", "amount": "150.00 EUR"}');
select private.add_notification_words('package_sold', 'en', '{{name}} has paid {{amount}}', 'For: {{package}}.');
select private.add_notification_words('package_sold', 'ru', '{{name}}: оплата {{amount}}', 'За что: {{package}}.');

select private.add_notification_kind('payment_failed', '{"en": "A payment of mine has failed", "ru": "Мой платёж не прошёл"}',
  'client', '{in_app, email}', '/billing', '{"name": "10 sessions", "amount": "150.00 EUR"}');
select private.add_notification_words('payment_failed', 'en', 'The payment has failed: {{name}}', '{{amount}} could not be charged. Check the card, then pay again.');
select private.add_notification_words('payment_failed', 'ru', 'Платёж не прошёл: {{name}}', 'Не удалось списать {{amount}}. Проверьте карту и оплатите ещё раз.');

select private.add_notification_kind('payment_refunded', '{"en": "I get money back", "ru": "Мне вернули деньги"}',
  'client', '{in_app, email}', '/billing', '{"name": "10 sessions", "amount": "150.00 EUR"}');
select private.add_notification_words('payment_refunded', 'en', '{{amount}} was given back', 'For: {{name}}. Banks take some days.');
select private.add_notification_words('payment_refunded', 'ru', 'Возврат {{amount}}', 'За что: {{name}}. Банку нужно несколько дней.');

select private.add_notification_kind('invoice_issued', '{"en": "A new invoice", "ru": "Новый счёт"}',
  'client', '{in_app, email}', '/billing', '{"label": "2026-0001", "amount": "150.00 EUR", "due_on": "2026-12-07"}');
select private.add_notification_words('invoice_issued', 'en', 'Invoice {{label}}: {{amount}}', 'Please pay it until {{due_on}}.');
select private.add_notification_words('invoice_issued', 'ru', 'Счёт {{label}}: {{amount}}', 'Оплатите его, пожалуйста, до {{due_on}}.');

select private.add_notification_kind('invoice_reminder', '{"en": "An invoice is due", "ru": "Срок оплаты счёта"}',
  'client', '{in_app, email}', '/billing', '{"label": "2026-0001", "amount": "150.00 EUR", "due_on": "2026-12-07"}');
select private.add_notification_words('invoice_reminder', 'en', 'Invoice {{label}} is due', '{{amount}} was to be paid until {{due_on}}.');
select private.add_notification_words('invoice_reminder', 'ru', 'Срок оплаты счёта {{label}}', '{{amount}}: срок оплаты {{due_on}}.');

select private.add_notification_kind('access_warning', '{"en": "An unpaid invoice will suspend access", "ru": "Доступ скоро приостановят из-за счёта"}',
  'client', '{in_app, email}', '/billing', '{"label": "2026-0001", "amount": "150.00 EUR", "due_on": "2026-12-07"}', p_is_urgent => true, p_is_chosen => false);
select private.add_notification_words('access_warning', 'en', 'Invoice {{label}} is overdue', '{{amount}} was to be paid until {{due_on}}. If it stays unpaid, access to what you have bought is suspended within days.');
select private.add_notification_words('access_warning', 'ru', 'Счёт {{label}} просрочен', '{{amount}}: срок оплаты {{due_on}}. Без оплаты доступ к купленному на днях приостановится.');

select private.add_notification_kind('access_suspended', '{"en": "Access is suspended", "ru": "Доступ приостановлен"}',
  'client', '{in_app, email}', '/billing', '{"label": "2026-0001", "amount": "150.00 EUR", "due_on": "2026-12-07"}', p_is_urgent => true, p_is_chosen => false);
select private.add_notification_words('access_suspended', 'en', 'Access is suspended', 'Invoice {{label}} of {{amount}} is unpaid since {{due_on}}. Access comes back as soon as it is paid.');
select private.add_notification_words('access_suspended', 'ru', 'Доступ приостановлен', 'Счёт {{label}} на {{amount}} не оплачен с {{due_on}}. Доступ вернётся сразу после оплаты.');

select private.add_notification_kind('credits_expiring', '{"en": "Sessions of mine expire", "ru": "Мои занятия сгорают"}',
  'client', '{in_app, email}', '/billing', '{"sessions": 3, "date": "2026-12-24"}', p_too_late => '3 days');
select private.add_notification_words('credits_expiring', 'en', 'Sessions left: {{sessions}}', 'They expire on {{date}}.');
select private.add_notification_words('credits_expiring', 'ru', 'Осталось занятий: {{sessions}}', 'Они сгорают {{date}}.');

insert into public.dunning_steps (day, kind, suspends) values
  (0, 'invoice_reminder', false), (3, 'invoice_reminder', false), (7, 'access_warning', false), (14, 'access_suspended', true)
on conflict (day) do update set kind = excluded.kind, suspends = excluded.suspends;
