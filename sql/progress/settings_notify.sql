-- progress: what people are told about logs and reports. Idempotent.

select private.add_notification_kind(
  'report_ready', '{"en": "A weekly report is ready", "ru": "Готов отчёт за неделю"}',
  'client', '{in_app, email, push}', '/progress', '{"week_start": "2026-11-23", "week_end": "2026-11-29"}', p_too_late => '7 days'
);
select private.add_notification_words('report_ready', 'en', 'Your weekly report is ready', 'The week {{week_start}} to {{week_end}}.',
  E'Your report of the week {{week_start}} to {{week_end}} is ready.\n\nOpen it in Wellio:');
select private.add_notification_words('report_ready', 'ru', 'Отчёт за неделю готов', 'Неделя {{week_start}} – {{week_end}}.',
  E'Отчёт за неделю {{week_start}} – {{week_end}} готов.\n\nОткройте его в Wellio:');

select private.add_notification_kind(
  'log_needs_review', '{"en": "Logs wait for review", "ru": "Записи ждут проверки"}',
  'coach', '{in_app, email, push}', '/inbox', '{"count": 3}', p_too_late => '1 day'
);
select private.add_notification_words('log_needs_review', 'en', 'Logs wait for your review', 'Waiting now: {{count}}.',
  E'Some of what your clients have written could not be read with certainty. Waiting for your review: {{count}}.');
select private.add_notification_words('log_needs_review', 'ru', 'Записи ждут проверки', 'Ждут сейчас: {{count}}.',
  E'Часть записей ваших клиентов не удалось прочитать уверенно. Ждут проверки: {{count}}.');

select private.add_notification_kind(
  'no_data', '{"en": "Three days without a log", "ru": "Три дня без записей"}',
  'client', '{in_app, email, push}', '/', '{"since": "2026-11-26"}', p_too_late => '12 hours'
);
select private.add_notification_words('no_data', 'en', 'How are you doing?', 'Nothing in your diary since {{since}}.',
  E'There is nothing in your diary since {{since}}. One line is enough to go on: what you ate, how you slept, or how you feel.');
select private.add_notification_words('no_data', 'ru', 'Как ваши дела?', 'В дневнике пусто с {{since}}.',
  E'В дневнике ничего нет с {{since}}. Чтобы продолжить, хватит одной строки: что ели, как спали или как себя чувствуете.');

select private.add_notification_kind(
  'client_silent', '{"en": "A client has gone quiet", "ru": "Клиент ничего не пишет"}',
  'coach', '{in_app}', '/clients/{{client_id}}',
  '{"name": "Anna", "since": "2026-11-26", "client_id": "00000000-0000-0000-0000-000000000000"}', p_too_late => '2 days'
);
select private.add_notification_words('client_silent', 'en', '{{name}} has gone quiet', 'Nothing in the diary since {{since}}.');
select private.add_notification_words('client_silent', 'ru', '{{name}}: нет записей', 'В дневнике пусто с {{since}}.');
