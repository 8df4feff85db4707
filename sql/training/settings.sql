-- training: the bucket for progress photos, what clients are told, and what it adds to weekly reports. Idempotent, because it is applied again whenever it changes.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('progress-photos', 'progress-photos', false, 10485760, array['image/jpeg', 'image/png', 'image/webp'])
on conflict (id) do update
  set public = excluded.public,
      file_size_limit = excluded.file_size_limit,
      allowed_mime_types = excluded.allowed_mime_types;

select private.add_week_facts('training', 'training_week');

select private.add_notification_kind(
  'program_assigned', '{"en": "A new programme", "ru": "Новая программа"}',
  'client', '{in_app, email, push}', '/training', '{"title": "Strength", "start": "2026-12-01"}', p_too_late => '3 days'
);
select private.add_notification_words('program_assigned', 'en', 'You have a new programme', '{{title}}, from {{start}}.',
  E'Your coach has given you a training programme: {{title}}. It begins on {{start}}.\n\nSee it in Wellio:');
select private.add_notification_words('program_assigned', 'ru', 'У вас новая программа', '{{title}}, с {{start}}.',
  E'Тренер назначил вам программу тренировок: {{title}}. Начало {{start}}.\n\nПосмотрите её в Wellio:');
