-- messaging: the bucket for attachments. Idempotent, because it is applied again whenever it changes.

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
