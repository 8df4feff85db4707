-- messaging: the bucket for attachments, the queue of those to check, and what people are told about messages. Idempotent, because it is applied again whenever it changes.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values (
  'message-attachments', 'message-attachments', false, 26214400,
  array[
    'image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/gif', 'application/pdf',
    'video/mp4', 'video/quicktime', 'video/webm', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/webm', 'text/plain', 'text/csv'
  ]
)
on conflict (id) do update
  set public = excluded.public,
      file_size_limit = excluded.file_size_limit,
      allowed_mime_types = excluded.allowed_mime_types;

-- No message becomes a dead letter, because nobody could load the files.
select private.add_queue('attachments', p_wakes => 'check_attachments', p_attempts => null, p_patience => '5 minutes');

-- Without the text, which is for the app alone.
select private.add_notification_kind(
  'message_received', '{"en": "A new message", "ru": "Новое сообщение"}',
  null, '{in_app, push}', '/messages?thread={{thread_id}}',
  '{"name": "Maria Petrova", "thread_id": "00000000-0000-0000-0000-000000000000"}', p_too_late => '1 day'
);
select private.add_notification_words('message_received', 'en', 'A message from {{name}}', 'Open it in Wellio.');
select private.add_notification_words('message_received', 'ru', 'Сообщение: {{name}}', 'Откройте его в Wellio.');

-- The tier of a coach limits how many automated messages are on.
insert into private.tier_counts (name, counts) values ('automations', 'count_automations') on conflict (name) do update set counts = excluded.counts;
