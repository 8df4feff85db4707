-- notify: the queue of deliveries, and what people is told about people. Other domains add their kinds beside themselves. Idempotent.

-- Twelve attempts take more than an hour, so a receiver may be away for longer than a restart.
select private.add_queue('deliveries', p_wakes => 'deliver', p_attempts => 12, p_patience => '5 minutes', p_on_failed => 'note_failed_deliveries');

select private.add_notification_kind(
  'coaching_ended', '{"en": "The coaching has ended", "ru": "Работа с тренером завершена"}',
  null, '{in_app, email}', '/', '{"name": "Anna"}', p_too_late => '14 days'
);
select private.add_notification_words('coaching_ended', 'en', 'The coaching has ended', 'The coaching with {{name}} has ended.',
  E'The coaching with {{name}} has ended.\n\nThe diary stays with the client. The coach no longer sees it.');
select private.add_notification_words('coaching_ended', 'ru', 'Работа с тренером завершена', 'Сотрудничество завершено: {{name}}.',
  E'Сотрудничество завершено: {{name}}.\n\nДневник остаётся у клиента. Тренер его больше не видит.');

select private.add_notification_kind(
  'invited', '{"en": "An invite", "ru": "Приглашение"}',
  'client', '{email}', '/invite/{{code}}', '{"coach": "Maria Petrova", "code": "7KQM-2V8R-XD4T"}',
  p_is_urgent => true, p_is_chosen => false, p_too_late => '13 days', p_secrets => '{code}'
);
select private.add_notification_words('invited', 'en', '{{coach}} invites you to Wellio', 'Your invite code: {{code}}',
  E'{{coach}} invites you to keep your diary in Wellio.\n\nOpen the link below, or sign up and enter the code {{code}}. It is valid for 14 days.\n\nIf you do not know {{coach}}, ignore this letter.');
select private.add_notification_words('invited', 'ru', '{{coach}} приглашает вас в Wellio', 'Ваш код приглашения: {{code}}',
  E'{{coach}} приглашает вас вести дневник в Wellio.\n\nОткройте ссылку ниже или зарегистрируйтесь и введите код {{code}}. Он действует 14 дней.\n\nЕсли вы не знаете, кто это, не отвечайте на письмо.');

select private.add_notification_kind(
  'confirm_phone', '{"en": "The code for your number", "ru": "Код для вашего номера"}',
  null, '{sms}', '/notifications/settings', '{"code": "482913"}',
  p_is_urgent => true, p_is_chosen => false, p_too_late => '10 minutes', p_secrets => '{code}'
);
select private.add_notification_words('confirm_phone', 'en', '{{code}} is your code for Wellio', 'Valid for ten minutes. If you did not ask for it, ignore it.');
select private.add_notification_words('confirm_phone', 'ru', '{{code}} — ваш код для Wellio', 'Действует десять минут. Если вы его не запрашивали, ничего не делайте.');

insert into private.settings (name, value) values ('invites_per_day', 50) on conflict (name) do nothing;
